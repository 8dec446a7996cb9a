import '@vscode/codicons/dist/codicon.css';
import 'uplot/dist/uPlot.min.css';
import '../theme.css';
import '../tables.css';
import '../components/window-chart.css';
import './results.css';
import './controls.css';
import './grid/grid.css';
import './summary/summary.css';
import './items/items.css';
import './compare/compare.css';
import './sql/sql.css';
import { RESULTS_PAGE } from '../../protocol/results';
import { startPage } from '../start-page';
import { ResultsView } from './results-view';

startPage(RESULTS_PAGE, ResultsView);
