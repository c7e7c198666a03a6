import { expect, test } from '../../../fixtures/agora/index.ts';
import { edges, nodeNames, routed } from '../../../fixtures/agora/values.ts';

test.describe('GET /ok', () => {
  test('says that the server is well', { tag: ['@smoke', '@critical', '@read-only'] }, async ({ agora }) => {
    const health = await agora.getOk(200);

    expect(health).toEqual({ ok: true });
  });
});

test.describe('GET /info', () => {
  test('introduces the server', { tag: ['@smoke', '@read-only'] }, async ({ agora }) => {
    const info = await agora.getInfo(200);

    expect(info.flags).toMatchObject({ assistants: true });
  });
});

test.describe('POST /assistants/search', () => {
  test(
    'has one assistant for the graph of the discussion, under an id that stays',
    { tag: ['@smoke', '@read-only'] },
    async ({ agora, agoraSettings: settings }) => {
      const { assistant } = settings;

      const found = await agora.searchAssistants(200, { body: { limit: 100 } });
      const again = await agora.searchAssistants(200, { body: { limit: 100 } });

      const own = found.filter(({ graph_id }) => graph_id === assistant);
      expect(own.length).toBeGreaterThan(0);
      const ids = found.map(({ assistant_id }) => assistant_id).sort();
      expect.soft(new Set(ids).size).toBe(ids.length);
      expect.soft(again.map(({ assistant_id }) => assistant_id).sort()).toEqual(ids);
      const graph = await agora.getGraph(200, { path: { assistant_id: own[0]?.assistant_id ?? '' } });
      expect(graph).toEqual(await agora.getGraph(200, { path: { assistant_id: assistant } }));
    },
  );
});

test.describe('GET /assistants/{assistant_id}/graph', () => {
  test(
    'shows the 26 nodes and every edge of the contract, and no other',
    { tag: ['@smoke', '@critical', '@read-only'] },
    async ({ agora, agoraSettings: settings }) => {
      const graph = await agora.getGraph(200, { path: { assistant_id: settings.assistant } });

      const ids = graph.nodes.map(({ id }) => id);
      expect.soft(new Set(ids).size).toBe(ids.length);
      expect.soft(ids).toEqual(expect.arrayContaining(graph.edges.flatMap(({ source, target }) => [source, target])));
      const inner = ids.filter((id) => id !== '__start__' && id !== '__end__');
      expect.soft(inner.sort()).toEqual([...nodeNames].sort());
      // Two answers of one router may lead to one node.
      const found = new Set(graph.edges.map(({ source, target }) => `${source} → ${target}`));
      expect.soft([...found].sort()).toEqual(edges);
    },
  );

  test(
    'draws the edges of the ten routers as conditional ones, and no others',
    { tag: ['@read-only'] },
    async ({ agora, agoraSettings: settings }) => {
      const graph = await agora.getGraph(200, { path: { assistant_id: settings.assistant } });

      const conditional = graph.edges.filter((edge) => edge.conditional === true).map(({ source }) => source);
      expect([...new Set(conditional)].sort()).toEqual([...routed].sort());
    },
  );

  test('does not know an unknown assistant', { tag: ['@read-only'] }, async ({ agora }) => {
    const text = await agora.getGraph(404, { path: { assistant_id: 'nobody' } });

    expect(text).toMatch(/assistant/i);
  });
});
