/**
 * Hides the SDK's notice, once for each process, that later versions will need a newer Node: versions are pinned here.
 * To be called before the first client is made.
 */
export function hideNodeNotice(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}
