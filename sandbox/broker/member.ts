import { Held } from './held.ts';

/** A protocol that a member can speak, with what it says to the leader. */
export interface Protocol {
  name: string;
  metadata: Buffer;
}

/** What a member says of itself. Times in milliseconds. */
export interface Description {
  clientId: string;
  host: string;
  sessionTimeout: number;
  rebalanceTimeout: number;
  protocols: Protocol[];
}

export interface Joined {
  generation: number;
  protocolType: string;
  protocol: string;
  leader: string;
  memberId: string;
  /** Empty unless the member is the leader. */
  members: { memberId: string; metadata: Buffer }[];
}

/** What is kept of a member. */
export interface SavedMember extends Omit<Description, 'protocols'> {
  id: string;
  /** Bytes in base64, here and below. */
  protocols: { name: string; metadata: string }[];
  assignment: string;
}

/** One member of a group. */
export class Member {
  readonly joining = new Held<Joined>();
  readonly syncing = new Held<Buffer>();
  assignment = Buffer.alloc(0);
  #expiry: NodeJS.Timeout | undefined;

  constructor(
    readonly id: string,
    public description: Description,
  ) {}

  metadata(protocol: string): Buffer {
    return this.description.protocols.find(({ name }) => name === protocol)?.metadata ?? Buffer.alloc(0);
  }

  /** Whether it says anything else than it said before. */
  differs(protocols: readonly Protocol[]): boolean {
    const known = this.description.protocols;
    return (
      protocols.length !== known.length ||
      protocols.some(
        ({ name, metadata }, index) => name !== known[index]?.name || !metadata.equals(known[index].metadata),
      )
    );
  }

  /** Begins its session time anew; `expire` is called when that has passed, unless it waits for an answer. */
  touch(expire: () => void): void {
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => {
      if (this.joining.waits || this.syncing.waits) this.touch(expire);
      else expire();
    }, this.description.sessionTimeout);
  }

  /** Its time no longer runs, and it gets no answer but this one. */
  end(): void {
    clearTimeout(this.#expiry);
    this.joining.refuse('UNKNOWN_MEMBER_ID');
    this.syncing.refuse('UNKNOWN_MEMBER_ID');
  }

  save(): SavedMember {
    const protocols = this.description.protocols.map(({ name, metadata }) => ({
      name,
      metadata: metadata.toString('base64'),
    }));
    return { ...this.description, id: this.id, protocols, assignment: this.assignment.toString('base64') };
  }

  static restore({ id, assignment, ...saved }: SavedMember): Member {
    const protocols = saved.protocols.map(({ name, metadata }) => ({
      name,
      metadata: Buffer.from(metadata, 'base64'),
    }));
    const member = new Member(id, { ...saved, protocols });
    member.assignment = Buffer.from(assignment, 'base64');
    return member;
  }
}

/** Names of the protocols that all of these speak, as the first of them prefers. */
export function commonProtocols(members: readonly Member[]): string[] {
  const [first, ...others] = members.map(({ description }) => description.protocols.map(({ name }) => name));
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

/** The protocol that most of them prefer among those that all speak; empty where there are no members. */
export function vote(members: readonly Member[]): string {
  const common = commonProtocols(members);
  const votes = members.map(({ description }) => description.protocols.find(({ name }) => common.includes(name))?.name);
  const count = (name: string): number => votes.filter((voted) => voted === name).length;
  return common.toSorted((one, other) => count(other) - count(one))[0] ?? '';
}
