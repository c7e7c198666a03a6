import type { Waiver } from '../../waivers.ts';

export const waivers: readonly Waiver[] = [
  {
    mutants:
      /^http:(getInfo|getGraph|searchAssistants|\w*(Thread|Run|History|StateAt|Runs|Threads|State)):200:field-added(:.*)?$/,
    reason: 'the contract names members of these objects and leaves others to the server (langgraph-server 3 to 6)',
  },
  {
    mutants: /^http:getGraph:200:(reversed:(nodes|edges)|duplicated:edges|truncated:nodes\[\]\.type)$/,
    reason:
      'nodes and edges are in no order that is laid down, two results of a router may draw one edge twice, and types are the server’s words (virtual-agora 1)',
  },
  {
    mutants: /^http:(searchThreads:200:reversed|searchAssistants:200:reversed)$/,
    reason: 'in no order that is laid down, where none is asked for (langgraph-server 4)',
  },
  {
    mutants: /^http:searchAssistants:request:request-field-dropped:limit$/,
    reason: 'the limit is above what there is: it has no effect (langgraph-server 4)',
  },
  {
    mutants: /^http:changeThread:200:forwarded-twice$/,
    reason: 'to merge the same metadata again changes nothing (langgraph-server 4)',
  },
  {
    mutants: /^stream:joinStream:200:held-back$/,
    reason: 'the events of a run that is over are told at once (langgraph-server 4)',
  },
  {
    mutants: /^http:searchAssistants:200:stale-read$/,
    reason: 'assistants stay the same from one call to the next (langgraph-server 4)',
  },
  {
    mutants: /^http:create(Thread|Run):200:forwarded-twice$/,
    reason: 'the same id again, and a run beside another one, are refused and change nothing (langgraph-server 4)',
  },
];
