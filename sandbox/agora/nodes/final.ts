import path from 'node:path';
import { reasonOf } from '../errors.ts';
import { folderOf, save } from '../files.ts';
import type { Work } from '../node.ts';
import { begin, transition } from '../phases.ts';
import { sectionFile } from '../rules/names.ts';
import { now } from '../state/shapes.ts';
import { themeOf } from '../voices/cast.ts';
import { writeReport } from './report.ts';

/** Four to six sections over the reports on all topics. */
export const finalReportGeneration: Work = async (state, config) => {
  const reports = Object.entries(state.topic_summaries).filter(([key]) => !key.endsWith('_conclusion'));
  const phase = state.current_phase === 5 ? { current_phase: 5 } : begin(5);
  const failed = (reason: string): ReturnType<Work> => ({
    ...phase,
    ...{ report_structure: [], report_sections: {}, report_generation_status: 'failed', report_error: reason },
  });
  if (reports.length === 0) return failed('There is no report on any topic');
  try {
    const source = { topic_reports: Object.fromEntries(reports) };
    const { structure, sections } = await writeReport(state, { kind: 'final', least: 4, most: 6, source }, config);
    const texts = Object.fromEntries(sections.map(({ title, text }) => [title, text]));
    return {
      ...phase,
      ...{ report_structure: sections.map(({ title }) => title), report_sections: texts, final_report: texts },
      ...{ report_generation_status: 'completed', session_report_structures: structure, report_error: null },
      ...{ current_report_section: sections.length, completed_report_sections: sections.map(({ title }) => title) },
    };
  } catch (error) {
    if (config.signal?.aborted) throw error;
    return failed(reasonOf(error));
  }
};

/** An index, and a file for each section. The session is over, also when they cannot be saved. */
export const multiFileOutput: Work = async (state) => {
  const folder = path.posix.join(folderOf(state), 'final_report');
  const files = (state.report_structure ?? []).map((section, place) => {
    const filename = sectionFile(place + 1, section);
    return { section, filename, filepath: path.posix.join(folder, filename) };
  });
  const index = files.map(({ section, filename }) => `- [${section}](${filename})`).join('\n');
  const texts: [string, string][] = [
    [path.posix.join(folder, '00_index.md'), `# Final report\n\nTheme: ${themeOf(state)}\n\n${index}\n`],
    ...files.map(({ section, filepath }): [string, string] => [
      filepath,
      `# ${section}\n\n${state.report_sections?.[section] ?? ''}\n`,
    ]),
  ];
  const failure = await Promise.all(texts.map(([file, text]) => save(file, text))).then(() => null, reasonOf);
  return {
    ...{ final_report_files: files, final_report_directory: folder, file_save_error: failure },
    ...{ session_completed: true, completion_timestamp: now() },
    phase_history: transition(4, 5, 'the final report is written', 'system'),
  };
};
