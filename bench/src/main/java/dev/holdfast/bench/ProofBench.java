package dev.holdfast.bench;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.guard.BackupTerms;
import dev.holdfast.guard.MaintenanceRules;
import dev.holdfast.guard.MaintenanceTask;
import dev.holdfast.guard.MemoryBudget;
import dev.holdfast.guard.NonceSource;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.OwnReads;
import dev.holdfast.guard.PlanProof;
import dev.holdfast.guard.Repository;
import dev.holdfast.guard.Workbench;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// How much memory it takes to prove the largest plan that a target can cause: one archive of as
/// many objects as a backup may make, beside another one that names the same files.
public final class ProofBench {
  /// Borg's largest object holds 616,000 of their ids.
  private static final int STREAM_CHUNKS = 600_000;

  private static final int CHUNKS_PER_FILE = 10;
  private static final int MIB = 1 << 20;

  private ProofBench() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("proof");
    try (Key key = Key.none();
        Workbench bench = Workbench.standard(1);
        var turn = bench.turn();
        var memory = bench.memory().share(new Random(5))) {
      var going = new LargeArchive(key, "going", STREAM_CHUNKS, CHUNKS_PER_FILE, directory);
      var staying = new LargeArchive(key, "staying", STREAM_CHUNKS, CHUNKS_PER_FILE, directory);
      var proof =
          new PlanProof(
              turn,
              BackupTerms.objectsMax(BackupTerms.CHUNKS_MAX),
              (read, all) -> System.out.printf("%d of %d read: %s%n", read, all, heap()));
      System.out.println("before: " + heap());
      long began = cpuNanos();
      Optional<String> wrong = judged(key, going, staying, proof, memory);
      System.out.printf(
          "%,d objects: %s in %.1f s of processor time%n",
          going.objects(), wrong.orElse("proven"), (cpuNanos() - began) / 1e9);
    } catch (MemoryBudget.SpentException e) {
      System.out.println("this heap is too small: " + e.getMessage());
    } finally {
      for (var file : List.of("going", "staying")) {
        Files.deleteIfExists(directory.resolve(file));
      }
      Files.delete(directory);
    }
  }

  private static Optional<String> judged(
      Key key, LargeArchive going, LargeArchive staying, PlanProof proof, MemoryBudget.Share memory)
      throws IOException {
    Repository repository =
        new Repository(key, _ -> Optional.empty(), new Nonces(new NoNonces()), Optional.empty());
    InstantSource clock = () -> Instant.parse("2026-02-01T00:00:00Z");
    var rules =
        new MaintenanceRules(
            repository,
            new MaintenanceTask.DropArchives(Set.of(going.entry().name())),
            clock,
            proof,
            memory);
    var draft =
        new ManifestDraft(
            clock.instant().minusSeconds(60),
            List.of(going.entry(), staying.entry()),
            new TreeSet<>(List.of("path", "mode")),
            Value.Map.builder().put("tam_required", true).build());
    byte[] manifest =
        key.seal(new MetadataWriter(key, new Random(5)).manifest(draft), Compression.NONE, 0);
    if (rules.shown(Raw.of(ObjectId.MANIFEST.bytes()), Raw.of(manifest)).isPresent()) {
      throw new IllegalStateException("the manifest of the benchmark is not accepted");
    }
    return rules.delete(Raw.of(going.entry().id().bytes()), new Computed(going, staying));
  }

  /// What is reachable.
  private static String heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return "%d MiB of heap in use".formatted(memory.getHeapMemoryUsage().getUsed() / MIB);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// The streams come in their order, for they have no chunk in common.
  private static final class Computed implements OwnReads {
    private final List<LargeArchive> archives;
    private int reading = -1;
    private int next;

    Computed(LargeArchive... archives) {
      this.archives = List.of(archives);
    }

    @Override
    public Optional<byte[]> get(ObjectId id) throws IOException {
      reading++;
      next = 0;
      return Optional.of(archives.get(reading).metadataObject());
    }

    @Override
    public void getMany(List<ObjectId> ids, Receiver receiver)
        throws IOException, RefusedException {
      for (ObjectId id : ids) {
        receiver.accept(id, Optional.of(archives.get(reading).streamObject(next++)));
      }
    }

    @Override
    public void ids(IdReceiver receiver) {
      throw new UnsupportedOperationException("nobody asks for it");
    }
  }

  private static final class NoNonces implements NonceSource {
    @Override
    public long free() {
      return 1;
    }

    @Override
    public long clockFloor() {
      return 0;
    }

    @Override
    public boolean reserve(long start, long next) {
      return false;
    }
  }
}
