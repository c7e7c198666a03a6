import { commonProtocols, vote, type Member, type SavedMember } from './member.ts';

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

/** What is kept of a group: how it was when its members last agreed, or when the last one left. */
export interface SavedGroup {
  generation: number;
  protocolType: string;
  protocol: string;
  leader: string;
  members: SavedMember[];
}

/** What a member is told when a generation begins. */
export interface Joined {
  generation: number;
  protocolType: string;
  protocol: string;
  leader: string;
  memberId: string;
  /** Empty unless the member is the leader. */
  members: { memberId: string; metadata: Buffer }[];
}

/**
 * How the members of a group come to a common generation: they join (PreparingRebalance), wait for the leader's assignment
 * (CompletingRebalance) and are then Stable, until one comes, goes or is silent for its session time.
 */
export class Rebalance {
  state: GroupState = 'Empty';
  generation = 0;
  protocolType = '';
  protocol = '';
  leader = '';
  readonly members = new Map<string, Member>();
  /** Ids that were given out and have not joined yet, and when that is too late. */
  protected readonly announced = new Map<string, NodeJS.Timeout>();
  #deadline: NodeJS.Timeout | undefined;
  readonly #save: (group: SavedGroup) => void;

  constructor(save: (group: SavedGroup) => void) {
    this.#save = save;
  }

  /** Ends every timer and every answer that is held back. */
  close(): void {
    clearTimeout(this.#deadline);
    for (const timer of this.announced.values()) clearTimeout(timer);
    for (const member of this.members.values()) member.end();
  }

  /** Whether someone with these protocols can join those who are there. */
  protected agrees(protocolType: string, names: readonly string[]): boolean {
    if (this.members.size === 0) return protocolType !== '' && names.length > 0;
    const common = commonProtocols([...this.members.values()]);
    return protocolType === this.protocolType && names.some((name) => common.includes(name));
  }

  /** Resolves when the next generation begins. */
  protected joins(member: Member): Promise<Joined> {
    const answer = member.joining.hold();
    if (this.state === 'PreparingRebalance') this.proceed();
    else this.#prepare();
    return answer;
  }

  /** Begins the next generation when everyone is there. */
  protected proceed(): void {
    if (this.state !== 'PreparingRebalance' || this.announced.size > 0) return;
    const members = [...this.members.values()];
    if (members.every(({ joining }) => joining.waits)) this.#begin(members);
  }

  protected remove(member: Member): void {
    this.members.delete(member.id);
    member.end();
    if (this.state === 'PreparingRebalance') this.proceed();
    else this.#prepare();
  }

  /** Begins a member's session time anew. */
  protected touch(member: Member): void {
    member.touch(() => {
      this.remove(member);
    });
  }

  /** Whether it was one of those that were told their id. */
  protected arrive(id: string): boolean {
    clearTimeout(this.announced.get(id));
    return this.announced.delete(id);
  }

  protected settle(state: 'Empty' | 'Stable'): void {
    clearTimeout(this.#deadline);
    this.state = state;
    const { generation, protocolType, protocol, leader } = this;
    const members = [...this.members.values()].map((member) => member.save());
    this.#save({ generation, protocolType, protocol, leader, members });
  }

  protected invitation(member: Member): Joined {
    const { generation, protocolType, protocol, leader } = this;
    const members = [...this.members.values()].map(({ id, description }) => ({
      memberId: id,
      metadata: description.protocols.find(({ name }) => name === protocol)?.metadata ?? Buffer.alloc(0),
    }));
    const told = member.id === leader ? members : [];
    return { generation, protocolType, protocol, leader, memberId: member.id, members: told };
  }

  #prepare(): void {
    this.state = 'PreparingRebalance';
    for (const member of this.members.values()) member.syncing.refuse('REBALANCE_IN_PROGRESS');
    this.#within(({ joining }) => joining.waits);
    this.proceed();
  }

  #begin(members: readonly Member[]): void {
    this.generation++;
    this.protocol = vote(members);
    if (!this.members.has(this.leader)) this.leader = members[0]?.id ?? '';
    if (members.length === 0) {
      this.settle('Empty');
      return;
    }
    this.state = 'CompletingRebalance';
    this.#within(({ syncing }) => syncing.waits);
    for (const member of members) {
      member.assignment = Buffer.alloc(0);
      this.touch(member);
      member.joining.answer(this.invitation(member));
    }
  }

  /** Who has not done it when the longest rebalance time of the members has passed is out. */
  #within(done: (member: Member) => boolean): void {
    clearTimeout(this.#deadline);
    const members = [...this.members.values()];
    const longest = Math.max(0, ...members.map(({ description }) => description.rebalanceTimeout));
    this.#deadline = setTimeout(() => {
      for (const id of [...this.announced.keys()]) this.arrive(id);
      for (const member of [...this.members.values()].filter((each) => !done(each))) this.remove(member);
      this.proceed();
    }, longest);
  }
}
