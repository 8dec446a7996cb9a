/** The errors of Amazon Forecast. Wording follows the API reference, or real answers where some were published. */
import { ServiceError } from '../service-error';

export const invalidInput = (message: string) => new ServiceError('InvalidInputException', message);

export const invalidNextToken = () =>
  new ServiceError('InvalidNextTokenException', 'The token is not valid. Tokens expire after 24 hours.');

export const notFound = (arn: string) => new ServiceError('ResourceNotFoundException', `No resource found ${arn}`);

export const alreadyExists = (arn: string) =>
  new ServiceError(
    'ResourceAlreadyExistsException',
    `A predictor backtest export job already exists with the arn: ${arn}`,
  );

export const inUse = (arn: string, status: string) =>
  new ServiceError('ResourceInUseException', `The specified resource is in use. ${arn} is in state ${status}.`);

export const limitExceeded = (what: string, limit: number) =>
  new ServiceError(
    'LimitExceededException',
    `The limit on the number of resources per account has been exceeded. ${what}: ${limit}.`,
  );
