import type { Waiver } from '../../waivers.ts';

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:getRoot:200:(truncated:(version|description|endpoints\.\w+|features\[\])|reversed:features)$/,
    reason: 'the contract gives these keys, not their texts or an order (section 2)',
  },
  {
    mutants:
      /^http:(getRoot|getProfile|get(Detailed|Monitoring|Simple)Health|getMonitoringStatus|get\w*Metrics|listSlowest):200:field-added$/,
    reason: 'the contract names members of this object and leaves others open (sections 2, 3.2, 6)',
  },
  {
    mutants: /^http:(searchStudents|listReviewNeeded|getCaseload):200:reversed$/,
    reason: 'in no order that is laid down (section 3.2)',
  },
  {
    mutants: /^http:\w+:20[01]:drop:.*_users?(\[\])?\.(email|full_name|role)$/,
    reason: 'details of people are optional: the auth service may not tell them (section 1.2)',
  },
  {
    mutants: /^http:\w+:20[01]:reversed:(.*\.)?parent_guardian_users$/,
    reason: 'guardians are in no order that is laid down (section 3.1)',
  },
  {
    mutants: /^http:\w+:20[01]:reversed:goals$/,
    reason: 'goals of an IEP are in no order that is laid down (section 4.2)',
  },
  {
    mutants: /^http:(getStudent:request:query-ignored:include_ieps|\w+:request:query-ignored:current_user_role)$/,
    reason: 'the parameter has no effect that could be seen (sections 1, 3.2)',
  },
  {
    mutants: /^http:createIepWithRag:request:request-field-dropped:content$/,
    reason: 'the content is the generated object (section 4.4)',
  },
  {
    mutants: /^http:submitForApproval:request:query-ignored:comments$/,
    reason: 'the contract shows the comment nowhere (section 4.4)',
  },
  {
    mutants: /^http:generateSection:200:forwarded-twice$/,
    reason: 'nothing is stored, and the answer to a repetition is not seen (section 4.4)',
  },
  {
    mutants: /^http:getProfile:404:truncated:detail$/,
    reason: 'the contract gives no sentence for it (section 3.2)',
  },
  {
    mutants: /^http:\w+:422:(duplicated:detail|truncated:detail\[\]\.type)$/,
    reason: 'the name of a rule and the number of entries of a field are the validation library’s own (section 1.1)',
  },
  {
    mutants: /^http:\w+:422:(shortened|duplicated):detail\[\]\.loc$/,
    reason: 'a place in the path is told by its first word, the name of the parameter is not laid down (section 1.1)',
  },
  {
    mutants: /^http:get(Performance)?Metrics:200:(stale-read|off-by-one:\w+)$/,
    reason: 'figures of the whole deployment, which others change at the same time: only a floor holds (section 6)',
  },
  {
    mutants: /^http:(listSlowest|getMonitoringHealth):200:stale-read$/,
    reason: 'what they show may stay the same from one call to the next (section 6)',
  },
  {
    mutants: /^http:get(Observability|Dashboard)?Health:200:(stale-read|truncated:(timestamp|version|environment))$/,
    reason: 'pages that may say the same for ever, with texts that the contract does not give (section 2)',
  },
  {
    mutants: /^http:(getSimpleHealth|getDatabaseHealth):200:(stale-read|field-added)$/,
    reason: 'the contract draws neither page, and both may say the same for ever (section 6)',
  },
  {
    mutants: /^http:(setActiveIep|updateIep|cleanUpMonitoring):200:forwarded-twice$/,
    reason: 'a repetition changes nothing, and its answer is not seen (sections 3.2, 4.3, 6)',
  },
  {
    mutants: /^http:(listGoals:200:reversed|getIepWithDetails:request:query-ignored:include_history)$/,
    reason: 'goals are in no order that is laid down, and the history never appears (sections 4.3, 4.4)',
  },
  {
    mutants: /^http:findSimilarIeps:200:(reversed|off-by-one:\[\]\.score)$/,
    reason: 'the contract gives neither an order nor the scores (section 4.4)',
  },
  {
    mutants:
      /^http:(getMonitoringStatus:200:(off-by-one:metrics_collector\.\w+|flipped:health_monitor\.is_running)|getConflictMetrics:200:(stale-read|off-by-one:\w+))$/,
    reason: 'figures of a process that others raise at the same time, and a state that is not laid down (section 6)',
  },
  {
    mutants:
      /^http:(listRecentConflicts:200:truncated:conflicts\[\]\.error_message|cleanUpMonitoring:200:truncated:message)$/,
    reason: 'the contract gives no words for these texts (section 6)',
  },
];
