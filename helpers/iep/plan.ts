/** The plan's cases, by id: name of the plan's test, and what it is about (contract section 10). */
export const plan = {
  'IEP-1': 'test_sequential_iep_creation_basic: two creates in a row are versions 1 and 2',
  'IEP-2': 'test_concurrent_iep_creation_same_student: five creates at once are versions 1 to 5 of one chain',
  'IEP-3': 'test_concurrent_iep_creation_different_students: three students, two creates each at once',
  'IEP-4':
    'test_concurrent_iep_creation_different_academic_years: three years of one student, two creates each at once',
  'IEP-5': 'test_high_concurrency_stress_test: twenty creates at once, 95 % succeed, no gap',
  'IEP-6': 'test_retry_mechanism_behavior: one, three and four attempts',
  'IEP-7': 'test_version_constraint_enforcement: the next number follows what is stored',
  'IEP-8': 'test_version_uniqueness_constraint: a second version 1 is refused by the database, the next is 2',
  'IEP-9': 'test_parent_child_relationship_integrity: a chain of three and its history',
  'IEP-10': 'test_atomic_version_assignment: one number after the other',
  'IEP-11': 'test_concurrent_version_assignment: ten creates at once are versions 1 to 10',
  'IEP-12': 'test_version_isolation_between_students: each student counts alone',
  'IEP-13': 'test_version_isolation_between_academic_years: each year counts alone',
  'IEP-14': 'test_latest_version_retrieval: the latest is the highest version',
  'IEP-15': 'test_version_chain_integrity_after_updates: three creates, their parents and history',
  'IEP-16': 'test_concurrent_students_creation_performance: fifty students at once',
  'IEP-17': 'test_mixed_workload_performance: students, IEPs and reads at once',
  'IEP-18': 'test_retry_mechanism_performance: thirty creates for one student and year at once',
  'IEP-19': 'test_database_connection_pool_behavior: forty tasks that create, read and update',
} as const satisfies Readonly<Record<string, string>>;
