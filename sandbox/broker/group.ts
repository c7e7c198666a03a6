import { randomUUID } from 'node:crypto';

import { Refusal } from './errors.ts';
import { Member, type Description } from './member.ts';
import { Rebalance, type Joined, type SavedGroup } from './rebalance.ts';

/** Who asks to become a member, or to be one in the next generation. */
export interface Candidate extends Description {
  /** Empty when it has none yet. */
  memberId: string;
  protocolType: string;
  /** Whether a new member is only told its id at first, and asks again with it. */
  announced: boolean;
}

/**
 * A group of consumers by Kafka's classic protocol, and what its members ask for. Static members (group.instance.id) are not
 * part of it.
 */
export class Group extends Rebalance {
  constructor(
    readonly id: string,
    save: (group: SavedGroup) => void,
  ) {
    super(save);
  }

  /** Resolves when the next generation begins. A Refusal with MEMBER_ID_REQUIRED has the new id as its message. */
  async join({ memberId, protocolType, announced, ...description }: Candidate): Promise<Joined> {
    const names = description.protocols.map(({ name }) => name);
    if (!this.agrees(protocolType, names)) throw new Refusal('INCONSISTENT_GROUP_PROTOCOL');
    const known = this.members.get(memberId);
    if (known !== undefined) return this.#rejoin(known, description);
    if (memberId !== '' && !this.arrive(memberId)) throw new Refusal('UNKNOWN_MEMBER_ID');
    const id = memberId === '' ? `${description.clientId}-${randomUUID()}` : memberId;
    if (memberId === '' && announced) this.#announce(id, description.sessionTimeout);
    const member = new Member(id, description);
    this.protocolType = protocolType;
    this.members.set(id, member);
    return this.joins(member);
  }

  /** Resolves with the member's assignment when the leader has sent it. */
  async sync(
    memberId: string,
    generation: number,
    assignments: readonly { memberId: string; assignment: Buffer }[],
  ): Promise<Buffer> {
    const member = this.#current(memberId, generation);
    if (this.state === 'PreparingRebalance') throw new Refusal('REBALANCE_IN_PROGRESS');
    this.touch(member);
    if (this.state === 'Stable') return member.assignment;
    const answer = member.syncing.hold();
    if (memberId === this.leader) {
      for (const { memberId: id, assignment } of assignments) {
        const assigned = this.members.get(id);
        if (assigned !== undefined) assigned.assignment = Buffer.from(assignment);
      }
      this.settle('Stable');
      for (const other of this.members.values()) other.syncing.answer(other.assignment);
    }
    return answer;
  }

  /** Throws a Refusal; REBALANCE_IN_PROGRESS calls the member to join again. */
  heartbeat(memberId: string, generation: number): void {
    this.touch(this.#current(memberId, generation));
    if (this.state === 'PreparingRebalance') throw new Refusal('REBALANCE_IN_PROGRESS');
  }

  leave(memberId: string): void {
    if (this.arrive(memberId)) this.proceed();
    else this.remove(this.#member(memberId));
  }

  /** Whether offsets may be committed: by a member of this generation, or by anyone (generation -1) while there is none. */
  admitCommit(memberId: string, generation: number): void {
    if (generation < 0 && this.state === 'Empty') return;
    const member = this.#current(memberId, generation);
    if (this.state === 'CompletingRebalance') throw new Refusal('REBALANCE_IN_PROGRESS');
    this.touch(member);
  }

  /** Writes a group down that only has offsets. */
  keep(): void {
    if (this.state === 'Empty') this.settle('Empty');
  }

  /** Continues where an earlier run stopped; each member has its whole session time to come back. */
  restore({ members, ...saved }: SavedGroup): void {
    Object.assign(this, saved);
    for (const each of members) {
      const member = Member.restore(each);
      this.members.set(member.id, member);
      this.touch(member);
    }
    if (members.length > 0) this.state = 'Stable';
  }

  /** A member that says nothing new has only missed its answer, unless the leader calls for a new assignment. */
  #rejoin(member: Member, description: Description): Promise<Joined> {
    const missed = this.state === 'CompletingRebalance' || (this.state === 'Stable' && member.id !== this.leader);
    if (missed && !member.differs(description.protocols)) return Promise.resolve(this.invitation(member));
    member.description = description;
    return this.joins(member);
  }

  #announce(id: string, time: number): never {
    const late = (): void => {
      this.arrive(id);
      this.proceed();
    };
    this.announced.set(id, setTimeout(late, time));
    throw new Refusal('MEMBER_ID_REQUIRED', id);
  }

  #member(id: string): Member {
    const member = this.members.get(id);
    if (member === undefined) throw new Refusal('UNKNOWN_MEMBER_ID');
    return member;
  }

  #current(memberId: string, generation: number): Member {
    const member = this.#member(memberId);
    if (generation !== this.generation) throw new Refusal('ILLEGAL_GENERATION');
    return member;
  }
}
