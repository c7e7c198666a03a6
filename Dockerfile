# The suite for a run against a deployment: no sandbox, no browser. Values come by variables or as a mounted env file.
#   docker build -t deployed-api-tests .
#   docker run --rm --env-file env/staging.env -e TEST_ENV=staging deployed-api-tests --project=iep --grep @smoke
FROM node:22-bookworm-slim

WORKDIR /suite
COPY package.json package-lock.json .npmrc ./
COPY sandbox/package.json sandbox/
RUN npm ci --omit=dev --workspaces=false --ignore-scripts && npm cache clean --force
COPY playwright.config.ts tsconfig.json ./
COPY env env
COPY fixtures fixtures
COPY helpers helpers
COPY specs specs
# The ledger and the reports are all that a run writes.
RUN mkdir -p reports && chown node reports
USER node
ENV TEST_ENV=staging
ENTRYPOINT ["npx", "--no-install", "playwright", "test"]
CMD ["--grep", "@smoke"]
