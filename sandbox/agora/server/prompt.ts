/** A file of the server that its package does not offer: how runs tell their readers of themselves. */
interface Operations {
  FileSystemRuns: { prototype: { setStatus: (run: string, status: string) => Promise<void> } };
  StreamManager: {
    getQueue(
      run: string,
      options: { ifNotFound: 'create'; resumable: boolean },
    ): {
      push(item: { topic: string; data: string }): void;
    };
    unlock(run: string): void;
  };
}

/**
 * Ends a run's streams as soon as the run is over. Readers of the server know the word for it, which the server never says: they
 * look twice a second whether their run is still under way, which would be most of what a short run takes.
 */
export async function endPromptly(): Promise<void> {
  const file = new URL('storage/ops.mjs', import.meta.resolve('@langchain/langgraph-api/server'));
  const { FileSystemRuns, StreamManager } = (await import(file.href)) as Operations;
  const over = new Set<string>();
  const runs = FileSystemRuns.prototype;
  runs.setStatus = new Proxy(runs.setStatus, {
    async apply(setStatus, self, [run, status]: [string, string]) {
      await Reflect.apply(setStatus, self, [run, status]);
      over.add(run);
    },
  });
  const unlock = StreamManager.unlock.bind(StreamManager);
  // The last thing that happens to a run: by then its thread says what has become of it.
  StreamManager.unlock = (run) => {
    unlock(run);
    if (!over.delete(run)) return;
    StreamManager.getQueue(run, { ifNotFound: 'create', resumable: false }).push({
      topic: `run:${run}:control`,
      data: 'done',
    });
  };
}
