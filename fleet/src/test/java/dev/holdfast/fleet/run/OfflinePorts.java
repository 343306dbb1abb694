package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.LedgerSettings.FirstUse;
import dev.holdfast.fleet.ledger.MemoryLedger;
import dev.holdfast.guard.Workbench;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/// The outside of what asks no host and opens no secret: doing either fails the test.
final class OfflinePorts {
  private OfflinePorts() {}

  static RunPorts of(RunJournal journal, InstantSource clock, Workbench bench) {
    return of(journal, clock, bench, FirstUse.REFUSE);
  }

  static RunPorts of(RunJournal journal, InstantSource clock, Workbench bench, FirstUse firstUse) {
    return new RunPorts(
        _ -> {
          throw new AssertionError("nobody may be asked");
        },
        new NoSecrets(),
        journal,
        new MemoryLedger(),
        firstUse,
        clock,
        new Random(1),
        bench,
        Optional.of("/nowhere"));
  }

  private static final class NoSecrets implements Secrets {
    @Override
    public Secret open(SecretRef ref) {
      throw new AssertionError(ref);
    }

    @Override
    public Optional<Secret> find(SecretRef ref) {
      throw new AssertionError(ref);
    }

    @Override
    public void keep(SecretRef ref, Secret secret) {
      throw new AssertionError(ref);
    }
  }
}
