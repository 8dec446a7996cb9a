import * as vscode from 'vscode';
import { callerPolicy, policyText, rolePolicy, trustPolicy, type PolicyPlace } from '../domain/policies';

const SCHEME = 'forecast-backtests-policy';

const POLICIES = {
  caller: { file: 'policy-for-you.json', make: callerPolicy },
  role: { file: 'policy-of-the-forecast-role.json', make: rolePolicy },
  trust: { file: 'trust-policy-of-the-forecast-role.json', make: trustPolicy },
} as const;

type PolicyName = keyof typeof POLICIES;

/** The text of the policies' documents. They are made of their address alone, and nothing of them is to be saved. */
export function registerPolicyDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ query }) => {
      const { name, place } = JSON.parse(query) as { readonly name: PolicyName; readonly place: PolicyPlace };
      return policyText(POLICIES[name].make(place));
    },
  });
}

/**
 * Opens each policy as a document of its own, which is pasted into IAM as a whole: those of the role, and in front of
 * them the person's own if it is wanted too.
 */
export async function showPolicies(place: PolicyPlace, whose: 'all' | 'role'): Promise<void> {
  const names: readonly PolicyName[] = whose === 'all' ? ['trust', 'role', 'caller'] : ['trust', 'role'];
  for (const name of names) {
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${POLICIES[name].file}`,
      query: JSON.stringify({ name, place }),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    // The wizard that asked for it keeps the keyboard.
    await vscode.window.showTextDocument(document, { preview: false, preserveFocus: whose === 'role' });
  }
}
