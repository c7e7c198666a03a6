import { behind, type HiddenFault } from '../../mutants/hidden.ts';

/** Words for what is stored, as assertions and matchers name it. */
const row = /\brows?\b/i;
const neighbour = /\bneighbours?\b/i;
const goals = /\bgoals?\b/i;
const chain = /\bchain\b/i;
const student = /\bstudent\b/i;
const iep = /\bstored IEP\b/;
const monitoring = /\brecent\b/i;

/**
 * A slip in the answer, in a field that no stored row is compared with, in front of a fault in what an operation does:
 * to the row, to its goals, to its neighbours, to the chain and to what the monitoring is told.
 */
export const hidden: readonly HiddenFault[] = [
  ...behind('http:updateStudent:200:truncated:full_name', {
    'rule:update-not-stored': row,
    'rule:update-clears-absent': row,
    'rule:update-takes-neighbour': neighbour,
  }),
  ...behind('http:deactivateStudent:200:truncated:message', {
    'rule:deactivation-not-stored': row,
    'rule:deactivation-clears-pointer': row,
    'rule:freed-school-id': row,
    'rule:deactivation-takes-neighbour': neighbour,
  }),
  ...behind('http:setActiveIep:200:truncated:message', {
    'rule:pointer-not-stored': student,
    'rule:pointer-changes-grade': student,
    'rule:pointer-activates-iep': iep,
  }),
  ...behind('http:createIep:201:off-by-one:version', {
    'rule:creation-touches-student': student,
    'rule:creation-moves-pointer': student,
    'rule:goals-answered-only': goals,
    'rule:parent-missing': chain,
    'rule:parent-is-first': chain,
    'rule:chain-across-years': chain,
    'rule:chain-across-students': chain,
    'rule:resolution-not-recorded': monitoring,
  }),
  ...behind('http:createIep:500:truncated:detail', {
    'rule:failed-creation-leaves-row': row,
    'rule:five-attempts': /\battempts\b/i,
    'rule:exhaustion-not-recorded': monitoring,
  }),
  ...behind('http:updateIep:200:off-by-one:version', {
    'rule:iep-update-not-stored': row,
    'rule:iep-update-clears-absent': row,
    'rule:iep-update-takes-goals': goals,
    'rule:iep-update-takes-neighbour': neighbour,
  }),
  ...behind('http:deleteIep:200:truncated:message', {
    'rule:deletion-not-stored': row,
    'rule:deleted-iep-removed': row,
    'rule:deletion-takes-goals': goals,
    'rule:deletion-takes-neighbour': neighbour,
  }),
  ...behind('http:submitIep:200:truncated:message', {
    'rule:submission-not-stored': row,
    'rule:submission-names-approver': row,
    'rule:submission-takes-neighbour': neighbour,
  }),
  ...behind('http:addGoal:201:truncated:goal_text', {
    'rule:goal-replaces': /\bother goals\b/,
    'rule:goal-moves-iep': iep,
  }),
  ...behind('http:updateGoalProgress:200:truncated:message', {
    'rule:progress-not-stored': row,
    'rule:notes-overwritten': row,
    'rule:progress-of-all-goals': neighbour,
  }),
  ...behind('http:updateWithVersioning:200:off-by-one:version', {
    'rule:versioned-update-edits-too': /\bedited row\b/,
    'rule:versioned-update-expires': /\bedited row\b/,
    'rule:versioned-update-orphaned': chain,
  }),
  ...behind('http:createIepWithRag:201:off-by-one:version', {
    'rule:generated-content-not-stored': /\bstored content\b/,
    'rule:generation-loses-goals': goals,
  }),
  ...behind('http:updateTemplate:200:off-by-one:version', {
    'rule:template-update-clears-absent': row,
    'rule:template-update-takes-all': neighbour,
  }),
  ...behind('http:deactivateTemplate:200:truncated:message', {
    'rule:template-deactivation-not-stored': row,
    'rule:template-deactivation-renames': row,
  }),
];
