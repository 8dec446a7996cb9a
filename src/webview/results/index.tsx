import '@vscode/codicons/dist/codicon.css';
import 'uplot/dist/uPlot.min.css';
import '../theme.css';
import './results.css';
import { RESULTS_PAGE } from '../../protocol/results';
import { startPage } from '../start-page';
import { ResultsView } from './results-view';

startPage(RESULTS_PAGE, ResultsView);
