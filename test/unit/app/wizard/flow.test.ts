import assert from 'node:assert/strict';
import { answersFrom, newExportOf, type WizardAnswers } from '../../../../src/app/wizard/answers';
import { WizardFlow, type WizardPlace } from '../../../../src/app/wizard/flow';

const PREDICTOR = {
  arn: 'arn:aws:forecast:us-east-1:111122223333:predictor/demand_01FTHF1KK7E6VVR676WVN24MXC',
  name: 'demand',
};
const OTHER = { arn: 'arn:aws:forecast:us-east-1:111122223333:predictor/stores', name: 'stores' };
const ROLE = { arn: 'arn:aws:iam::111122223333:role/ForecastExportRole' };
const PATH = { path: 's3://exports/demand/' };
const COMPLETE: WizardAnswers = {
  predictor: PREDICTOR,
  name: { value: 'demand_20261122', proposed: true },
  destination: PATH,
  role: ROLE,
  encryption: {},
  format: 'CSV',
  tags: [],
};
const PLACE = { partition: 'aws', region: 'us-east-1' };

function flowAt(at?: WizardPlace, answers: WizardAnswers = COMPLETE): WizardFlow {
  return new WizardFlow({ answers, place: PLACE, ...(at !== undefined && { at }) });
}

describe('The wizard', () => {
  it('asks for predictor, name, destination, role, encryption, format and tags, and then shows all of it', () => {
    const flow = new WizardFlow({ place: PLACE });
    const seen: string[] = [];
    const note = (): void => void seen.push(`${flow.number}/${flow.total} ${flow.at}`);
    note();
    flow.answer('predictor', PREDICTOR);
    note();
    flow.answer('name', { value: 'demand_1', proposed: false });
    note();
    flow.answer('destination', PATH);
    note();
    flow.answer('role', ROLE);
    note();
    flow.answer('encryption', {});
    note();
    flow.answer('format', 'PARQUET');
    note();
    flow.answer('tags', []);
    note();
    assert.deepEqual(seen, [
      '1/8 predictor',
      '2/8 name',
      '3/8 destination',
      '4/8 role',
      '5/8 encryption',
      '6/8 format',
      '7/8 tags',
      '8/8 review',
    ]);
    assert.deepEqual(flow.request, {
      predictorArn: PREDICTOR.arn,
      name: 'demand_1',
      destination: { path: PATH.path, roleArn: ROLE.arn },
      format: 'PARQUET',
    });
  });

  it('begins at the first step that has no valid answer', () => {
    assert.equal(flowAt(undefined, { predictor: PREDICTOR }).at, 'name');
    assert.equal(flowAt(undefined, { ...COMPLETE, destination: { path: 'http://x' } }).at, 'destination');
    assert.equal(flowAt().at, 'review');
  });

  it('goes back step by step and keeps the answers', () => {
    const flow = new WizardFlow({ place: PLACE });
    flow.answer('predictor', PREDICTOR);
    flow.answer('name', { value: 'mine', proposed: false });
    flow.back();
    assert.equal(flow.at, 'name');
    assert.equal(flow.answers.name?.value, 'mine');
    flow.back();
    assert.equal(flow.at, 'predictor');
    assert.equal(flow.canGoBack, false);
    flow.back();
    assert.equal(flow.at, 'predictor');
  });

  it('keeps what stands in a step that is left by Back', () => {
    const flow = flowAt('tags', { ...COMPLETE, tags: [] });
    flow.keep('tags', [{ key: 'team', value: ' demand ' }]);
    assert.equal(flow.at, 'tags');
    assert.equal(flow.changed, true);
    flow.back();
    assert.equal(flow.at, 'format');
    assert.deepEqual(flow.answers.tags, [{ key: 'team', value: ' demand ' }]);
  });

  it('asks every later step again after going back, with the answer that it had', () => {
    const flow = flowAt('name');
    flow.answer('name', { value: 'other', proposed: false });
    assert.equal(flow.at, 'destination');
    assert.deepEqual(flow.answers.destination, PATH);
  });

  it('comes back to the review from the step that was changed there', () => {
    const flow = flowAt('review');
    flow.edit('format');
    flow.answer('format', 'PARQUET');
    assert.equal(flow.at, 'review');
    assert.equal(flow.request?.format, 'PARQUET');
  });

  it('comes back to the review by Back as well, with nothing changed', () => {
    const flow = flowAt('review');
    flow.edit('role');
    assert.equal(flow.canGoBack, true);
    flow.back();
    assert.equal(flow.at, 'review');
    assert.equal(flow.changed, false);
  });

  it('goes back from the review step by step', () => {
    const flow = flowAt('review');
    flow.back();
    assert.equal(flow.at, 'tags');
    flow.back();
    assert.equal(flow.at, 'format');
    flow.answer('format', 'PARQUET');
    assert.equal(flow.at, 'review', 'what was answered before is not asked again');
  });

  it('asks for the name again when another predictor makes its proposal meaningless', () => {
    const flow = flowAt('review');
    flow.edit('predictor');
    flow.answer('predictor', OTHER);
    assert.equal(flow.at, 'name');
    assert.equal(flow.answers.name, undefined);
    assert.equal(flow.request, undefined);
    flow.answer('name', { value: 'stores_20261122', proposed: true });
    assert.equal(flow.at, 'review');
  });

  it('keeps a name of the person’s own, and a proposal for the same predictor', () => {
    const own = flowAt('review', { ...COMPLETE, name: { value: 'mine', proposed: false } });
    own.edit('predictor');
    own.answer('predictor', OTHER);
    assert.equal(own.at, 'review');
    const same = flowAt('review');
    same.edit('predictor');
    same.answer('predictor', PREDICTOR);
    assert.equal(same.answers.name?.value, 'demand_20261122');
  });

  it('takes the account for the rules from the predictor, so that a role of another account is no answer', () => {
    const flow = flowAt('review', { ...COMPLETE, role: { arn: 'arn:aws:iam::999988887777:role/x' } });
    assert.equal(flow.rulePlace.account, '111122223333');
    assert.equal(flow.isAnswered('role'), false);
    assert.equal(flow.request, undefined);
  });

  it('knows that something would be lost only when an answer differs from the beginning', () => {
    const flow = flowAt('review');
    flow.edit('format');
    flow.answer('format', 'CSV');
    assert.equal(flow.changed, false);
    flow.edit('format');
    flow.answer('format', 'PARQUET');
    assert.equal(flow.changed, true);
  });
});

describe('The request of the wizard', () => {
  it('holds a key and tags only when there are some', () => {
    const request = newExportOf({
      ...COMPLETE,
      encryption: { kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
      tags: [{ key: 'a', value: '' }],
    });
    assert.equal(request?.destination.kmsKeyArn, 'arn:aws:kms:us-east-1:111122223333:key/1');
    assert.deepEqual(request.tags, [{ key: 'a', value: '' }]);
    assert.deepEqual(Object.keys(newExportOf(COMPLETE)?.destination ?? {}), ['path', 'roleArn']);
  });
});

describe('Exporting again', () => {
  const job = {
    arn: 'arn:aws:forecast:us-east-1:111122223333:predictor-backtest-export-job/demand/weekly',
    name: 'weekly',
    status: 'ACTIVE',
    predictorArn: PREDICTOR.arn,
    format: 'PARQUET',
    destination: { path: PATH.path, roleArn: ROLE.arn, kmsKeyArn: '' },
  };

  it('answers everything but the name as the job was made, without AWS’s own tags', () => {
    assert.deepEqual(
      answersFrom(job, [
        { key: 'team', value: 'demand' },
        { key: 'aws:createdBy', value: 'x' },
      ]),
      {
        predictor: PREDICTOR,
        destination: PATH,
        role: ROLE,
        encryption: {},
        format: 'PARQUET',
        tags: [{ key: 'team', value: 'demand' }],
      },
    );
  });

  it('leaves open what the service did not tell', () => {
    const { arn, name, status } = job;
    assert.deepEqual(answersFrom({ arn, name, status, format: 'PARQUET' }, []), { format: 'PARQUET', tags: [] });
  });
});
