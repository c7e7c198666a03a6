const students = '/api/v1/students';
const ieps = '/api/v1/ieps';
const advanced = `${ieps}/advanced`;
const templates = '/api/v1/templates';
const monitoring = '/monitoring';

/** Method and path template of the operations in which rules show. */
export const createStudent = `POST ${students}`;
export const listStudents = `GET ${students}`;
export const searchStudents = `GET ${students}/search`;
export const listReviewNeeded = `GET ${students}/review-needed`;
export const getStudent = `GET ${students}/{student_id}`;
export const getStudentBySchoolId = `GET ${students}/by-student-id/{student_id}`;
export const updateStudent = `PUT ${students}/{student_id}`;
export const deactivateStudent = `DELETE ${students}/{student_id}`;
export const getCaseload = `GET ${students}/teacher/{teacher_auth_id}/caseload`;
export const getCaseloadSummary = `GET ${students}/teacher/{teacher_auth_id}/caseload-summary`;
export const getActiveIep = `GET ${students}/{student_id}/active-iep`;
export const setActiveIep = `PUT ${students}/{student_id}/active-iep/{iep_id}`;

export const createIep = `POST ${ieps}`;
export const getIep = `GET ${ieps}/{iep_id}`;
export const listIepsOfStudent = `GET ${ieps}/student/{student_id}`;
export const listVersions = `GET ${ieps}/{iep_id}/versions`;
export const updateIep = `PUT ${ieps}/{iep_id}`;
export const deleteIep = `DELETE ${ieps}/{iep_id}`;
export const submitIep = `POST ${ieps}/{iep_id}/submit`;
export const listPendingApproval = `GET ${ieps}/pending-approval`;
export const addGoal = `POST ${ieps}/{iep_id}/goals`;
export const updateGoalProgress = `PUT ${ieps}/{iep_id}/goals/{goal_id}/progress`;

export const createIepWithRag = `POST ${advanced}/create-with-rag`;
export const generateSection = `POST ${advanced}/{iep_id}/generate-section`;
export const updateWithVersioning = `POST ${advanced}/{iep_id}/update-with-versioning`;
export const submitForApproval = `POST ${advanced}/{iep_id}/submit-for-approval`;

export const createTemplate = `POST ${templates}`;
export const listTemplates = `GET ${templates}`;
export const updateTemplate = `PUT ${templates}/{template_id}`;
export const deactivateTemplate = `DELETE ${templates}/{template_id}`;
export const listTemplatesFor = `GET ${templates}/disability/{disability_type_id}/grade/{grade_level}`;
export const createDisabilityType = `POST ${templates}/disability-types`;
export const listDisabilityTypes = `GET ${templates}/disability-types`;
export const getDisabilityTypeByCode = `GET ${templates}/disability-types/by-code/{code}`;

export const getHealth = 'GET /health';
export const getMonitoringStatus = `GET ${monitoring}/status`;
export const getPerformanceMetrics = `GET ${monitoring}/metrics/performance`;
export const listRecentConflicts = `GET ${monitoring}/conflicts/recent`;
export const cleanUpMonitoring = `POST ${monitoring}/cleanup`;
