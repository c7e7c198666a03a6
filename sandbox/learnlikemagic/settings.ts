/** Accounts of a throw-away server on loopback: no secrets, they stand in the committed local.env as well. */
export const database = {
  name: 'learnlikemagic',
  owner: { user: 'learnlikemagic', password: 'learnlikemagic' },
  suite: { user: 'qa', password: 'qa' },
};

export const storage = {
  bucket: 'learnlikemagic-books',
  backend: { accessKeyId: 'learnlikemagic', secretAccessKey: 'learnlikemagic-secret' },
  suite: { accessKeyId: 'qa', secretAccessKey: 'qa-secret' },
};
