/** What a school's deployment may already hold; nothing here looks like the data of a test. */
export const boards = ['CBSE', 'ICSE', 'State Board'] as const;
export const publishers = [
  'R. D. Sharma',
  'Anita Desai Rao',
  'NCERT',
  'M. L. Aggarwal',
  'Leela Nair',
  'S. Chand',
] as const;

export const lessons = [
  { subject: 'Mathematics', topic: 'Fractions', subtopic: 'Equivalent Fractions' },
  { subject: 'Mathematics', topic: 'Algebra', subtopic: 'Linear Equations in One Variable' },
  { subject: 'Mathematics', topic: 'Geometry', subtopic: 'Angles of a Triangle' },
  { subject: 'Science', topic: 'Plants', subtopic: 'How Leaves Make Food' },
  { subject: 'Science', topic: 'Matter', subtopic: 'Solids, Liquids and Gases' },
  { subject: 'English', topic: 'Grammar', subtopic: 'Verbs and Tenses' },
  { subject: 'Social Studies', topic: 'Maps', subtopic: 'Directions and Scale' },
  { subject: 'हिन्दी', topic: 'व्याकरण', subtopic: 'संज्ञा और सर्वनाम' },
] as const;
