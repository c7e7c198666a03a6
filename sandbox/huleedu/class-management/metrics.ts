import type { FastifyInstance } from 'fastify';
import { Metrics } from '../library/metrics.ts';
import type { OutboxFigures } from '../library/outbox.ts';
import { serviceName } from './names.ts';

const requests = 'cms_http_requests_total';
const durations = 'cms_http_request_duration_seconds';
const errors = 'cms_api_errors_total';
const creations = new Map([
  ['/v1/classes/', 'cms_class_creations_total'],
  ['/v1/classes/students', 'cms_student_creations_total'],
]);

/** The families of contract b.2. */
export function declareMetrics(): Metrics {
  const metrics = new Metrics();
  metrics.declare('counter', requests, 'Total HTTP requests');
  metrics.declare('summary', durations, 'HTTP request duration in seconds');
  metrics.declare('counter', errors, 'Total API errors');
  for (const name of creations.values()) metrics.declare('counter', name, 'Total creations');
  metrics.declare('gauge', 'outbox_queue_depth', 'Events that wait to be published');
  metrics.declare('counter', 'outbox_events_added_total', 'Events written to the outbox');
  for (const what of ['events_published', 'events_failed', 'relay_errors']) {
    metrics.declare('counter', `outbox_${what}_total`, `Total of ${what}`);
    metrics.add(`outbox_${what}_total`, 0);
  }
  metrics.declare('summary', 'outbox_event_age_seconds', 'Age of events when they are published');
  metrics.declare('summary', 'outbox_relay_processing_seconds', 'Duration of a pass of the relay');
  return metrics;
}

/** Counts every call of the API; a call of the probes is none. */
export function countRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const endpoint = request.routeOptions.url ?? '';
    const status = reply.statusCode;
    if (endpoint.startsWith('/v1/')) {
      metrics.add(requests, 1, { method, endpoint, http_status: String(status) });
      metrics.observe(durations, reply.elapsedTime / 1000, { method, endpoint });
      if (status >= 400) metrics.add(errors, 1, { endpoint, error_type: String(status) });
      const creation = status === 201 ? creations.get(endpoint) : undefined;
      if (creation !== undefined) metrics.add(creation);
    }
    done();
  });
}

/** Counts what happens to the outbox. */
export function outboxFigures(metrics: Metrics): OutboxFigures {
  return {
    added(event_type) {
      metrics.add('outbox_events_added_total', 1, { service: serviceName, event_type });
    },
    published(age) {
      metrics.add('outbox_events_published_total');
      metrics.observe('outbox_event_age_seconds', age, {});
    },
    failed() {
      metrics.add('outbox_events_failed_total');
    },
    passed(seconds, failed) {
      metrics.observe('outbox_relay_processing_seconds', seconds, {});
      if (failed) metrics.add('outbox_relay_errors_total');
    },
  };
}
