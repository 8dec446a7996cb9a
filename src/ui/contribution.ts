/**
 * Every id that the code shares with package.json, typed once; a unit test holds the manifest against this table.
 */
const PREFIX = 'forecastBacktests';

export const VIEW_JOBS = `${PREFIX}.jobs`;

/** The editor "Job Details", and the scheme of the addresses that it opens; see `selector` in package.json. */
export const EDITOR_DETAILS = `${PREFIX}.details`;
export const JOB_SCHEME = 'forecast-backtests';

/** The editor "Results", and the scheme of the addresses that it opens. */
export const EDITOR_RESULTS = `${PREFIX}.results`;
export const RESULTS_SCHEME = 'forecast-backtest-results';

export const COMMANDS = {
  refresh: `${PREFIX}.refresh`,
  retry: `${PREFIX}.retry`,
  loadMore: `${PREFIX}.loadMore`,
  loadAll: `${PREFIX}.loadAll`,
  filterByPredictor: `${PREFIX}.filterByPredictor`,
  filterByName: `${PREFIX}.filterByName`,
  clearFilters: `${PREFIX}.clearFilters`,
  exploreSampleData: `${PREFIX}.exploreSampleData`,
  leaveSampleData: `${PREFIX}.leaveSampleData`,
  selectProfile: `${PREFIX}.selectProfile`,
  selectRegion: `${PREFIX}.selectRegion`,
  signIn: `${PREFIX}.signIn`,
  openConnectionSettings: `${PREFIX}.openConnectionSettings`,
  showLog: `${PREFIX}.showLog`,
  showProblem: `${PREFIX}.showProblem`,
  showWatchedJobs: `${PREFIX}.showWatchedJobs`,
  watchJob: `${PREFIX}.watchJob`,
  unwatchJob: `${PREFIX}.unwatchJob`,
  openDetails: `${PREFIX}.openDetails`,
  createExport: `${PREFIX}.createExport`,
  exportAgain: `${PREFIX}.exportAgain`,
  stopJob: `${PREFIX}.stopJob`,
  deleteJob: `${PREFIX}.deleteJob`,
  editTags: `${PREFIX}.editTags`,
  copyArn: `${PREFIX}.copyArn`,
  copyS3Uri: `${PREFIX}.copyS3Uri`,
  copyCliCommand: `${PREFIX}.copyCliCommand`,
  openDestination: `${PREFIX}.openDestination`,
  openPredictorInConsole: `${PREFIX}.openPredictorInConsole`,
  exportListAsCsv: `${PREFIX}.exportListAsCsv`,
  exportListAsJson: `${PREFIX}.exportListAsJson`,
  groupBy: `${PREFIX}.groupBy`,
  openResults: `${PREFIX}.openResults`,
  openResultsFolder: `${PREFIX}.openResultsFolder`,
  showIamPolicy: `${PREFIX}.showIamPolicy`,
} as const;

export const CONTEXT_KEYS = {
  /** What the empty view has to say: see `viewsWelcome` in package.json. */
  viewState: `${PREFIX}.viewState`,
  /** The sample account is open. */
  sampleAccount: `${PREFIX}.sampleAccount`,
  /** How the person signs in: `sso`, `login`, `mfa` or nothing. */
  signInWay: `${PREFIX}.signInWay`,
  /** A filter is set. */
  filtered: `${PREFIX}.filtered`,
} as const;

/** The section of the settings, and the settings by their names within it. */
export const SETTINGS_SECTION = PREFIX;

export const SETTINGS = {
  profile: 'profile',
  region: 'region',
  endpoint: 'endpoint',
  pageSize: 'pageSize',
  requestTimeout: 'requestTimeout',
  notifications: 'notifications',
  statusBar: 'statusBar.enabled',
  resultsCacheSize: 'results.cacheSize',
} as const;
