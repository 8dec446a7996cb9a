import '@vscode/codicons/dist/codicon.css';
import '../theme.css';
import '../tables.css';
import '../components/window-chart.css';
import './details.css';
import { DETAILS_PAGE } from '../../protocol/details';
import { startPage } from '../start-page';
import { DetailsView } from './details-view';

startPage(DETAILS_PAGE, DetailsView);
