/** Account number of the documentation's examples; nobody's. */
export const ACCOUNT_ID = '111122223333';

/** Who asks: any credentials open the account, and all of them are this user's. */
export const CALLER_ARN = `arn:aws:iam::${ACCOUNT_ID}:user/planner`;
