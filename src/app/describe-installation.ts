import type { JournalStats } from '#journal/journal.ts';
import type { Configuration } from '#config/configuration.ts';
import { describeConfiguration } from '#config/describe-configuration.ts';
import type { SettingsParts } from '#api/settings-routes.ts';
import { readVersion } from './version.ts';

/** What the console tells of this installation. Secrets are hidden. */
export function describeInstallation(
  configuration: Configuration,
  stats: JournalStats,
  times: { readonly startedAtMs: number; readonly nowMs: number },
): Awaited<ReturnType<SettingsParts['settings']>> {
  const { path, durability, retention } = configuration.journal;
  const { alerts, bytes, oldestAtMs, trouble, quarantined } = stats;
  return {
    version: readVersion(),
    node: process.versions.node,
    ...times,
    ...(configuration.file !== undefined && { configurationFile: configuration.file }),
    configuration: describeConfiguration(configuration),
    journal: {
      path,
      durability,
      alerts,
      bytes,
      ...(oldestAtMs !== undefined && { oldestAtMs }),
      ...(trouble !== undefined && { trouble }),
      quarantined: [...quarantined],
      retention,
    },
  };
}
