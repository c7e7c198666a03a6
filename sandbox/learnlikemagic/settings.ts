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

const tables = ['sessions', 'events', 'contents', 'teaching_guidelines', 'books', 'book_guidelines'];
const arranged = ['teaching_guidelines', 'book_guidelines'];

/** What a suite needs of a deployment and no more: to read, to arrange guidelines, to remove what it made. */
export const suiteRights = [
  { right: 'SELECT', tables },
  { right: 'INSERT', tables: arranged },
  { right: 'DELETE', tables: tables.filter((table) => table !== 'contents') },
];
