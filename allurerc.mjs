import { defineConfig } from 'allure';

const failed = { statuses: /** @type {const} */ (['failed', 'broken']) };

export default defineConfig({
  name: 'Deployed API tests',
  output: 'reports/allure',
  // Failures by cause; the first that matches wins.
  categories: [
    {
      name: 'Clean-up',
      matchers: { ...failed, message: /Clean-up left|left \d+ rows or objects behind|may have left something behind/ },
    },
    // Not the backend's fault as far as can be seen: something on the way to it, or a store, does not answer.
    {
      name: 'Environment broken',
      matchers: {
        ...failed,
        message:
          /TransportError|got no answer|(PostgreSQL|S3 bucket|Kafka|Redis) .*(ECONN|ENOTFOUND|EAI_AGAIN|time-?out|password authentication|sslmode)/i,
      },
    },
    { name: 'Timeouts', matchers: { ...failed, message: /timeout of \d+ms exceeded/i } },
    { name: 'Contract violations', matchers: { ...failed, message: /breaks its schema|answered \d+, expected/ } },
  ],
  plugins: {
    awesome: { options: { singleFile: true, reportLanguage: 'en', groupBy: ['epic', 'feature', 'story'] } },
  },
});
