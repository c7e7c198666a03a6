import { aborted, Failure, ok } from '../replies.ts';
import { nameOf, type Commands } from './command.ts';

/** MULTI to EXEC; what lies between is queued by the session. */
export const transactions: Commands = {
  multi: {
    arity: [0, 0],
    atOnce: true,
    run({ session }) {
      if (session.queue) throw new Failure('ERR MULTI calls can not be nested');
      session.queue = { requests: [], bytes: 0, broken: false };
      return ok;
    },
  },
  exec: {
    arity: [0, 0],
    atOnce: true,
    run({ session }) {
      const { queue } = session;
      if (!queue) throw new Failure('ERR EXEC without MULTI');
      const dirty = session.isDirty();
      session.forget();
      if (queue.broken) throw new Failure('EXECABORT Transaction discarded because of previous errors.');
      return dirty ? aborted : queue.requests.map((request) => session.carryOut(request));
    },
  },
  discard: {
    arity: [0, 0],
    atOnce: true,
    run({ session }) {
      if (!session.queue) throw new Failure('ERR DISCARD without MULTI');
      session.forget();
      return ok;
    },
  },
  watch: {
    arity: [1],
    atOnce: true,
    run({ session }, args) {
      if (session.queue) throw new Failure('ERR WATCH inside MULTI is not allowed');
      session.watch(args.map(nameOf));
      return ok;
    },
  },
};
