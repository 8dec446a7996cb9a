import * as vscode from 'vscode';
import { callerPolicy, rolePolicy, trustPolicy, type PolicyPlace } from '../domain/policies';

/** Opens the policies as one JSON document; each of its members can be pasted into IAM as it is. */
export async function showPolicies(place: PolicyPlace, whose: 'all' | 'role'): Promise<void> {
  const document = {
    ...(whose === 'all' && { policyForYou: callerPolicy(place) }),
    trustPolicyOfTheForecastRole: trustPolicy(place),
    permissionsOfTheForecastRole: rolePolicy(place),
  };
  const opened = await vscode.workspace.openTextDocument({
    language: 'json',
    content: `${JSON.stringify(document, undefined, 2)}\n`,
  });
  // The wizard that asked for it keeps the keyboard.
  await vscode.window.showTextDocument(opened, { preview: false, preserveFocus: whose === 'role' });
}
