/** Accounts of a throw-away server on loopback: no secrets. */
export const database = {
  name: 'iep',
  owner: { user: 'iep', password: 'iep' },
  suite: { user: 'iep_qa', password: 'iep_qa' },
};

/** Ids that the neighbouring auth service knows; it knows no other. */
export const knownUsers = { first: 1, last: 99 };

/** What `/health` calls the environment. */
export const environment = 'sandbox';
