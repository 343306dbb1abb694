package dev.holdfast.guard;

import dev.holdfast.borg.archive.ArchiveName;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The room that one session has to prove what may go with a plan, and whether it was enough. Safe
/// for several threads.
public final class PlanProof {
  private final LargePlans.Turn turn;
  private final int objectsMax;
  private final ProofProgress progress;
  private volatile @Nullable Obstacle obstacle;

  /// Why a plan could not be proven as it is. The session is refused then and nothing has changed,
  /// but nobody did wrong.
  public sealed interface Obstacle {
    /// The planned archives consist of too many objects.
    ///
    /// @param fit those of them that can be proven together
    /// @param next one that cannot be proven with them; if there are none, not even alone
    record TooLarge(Set<ArchiveName> fit, ArchiveName next) implements Obstacle {
      public TooLarge {
        fit = Set.copyOf(fit);
      }
    }

    /// The plan is large, and another one is being proven; wait with [LargePlans.Turn#await].
    record NotItsTurn() implements Obstacle {}
  }

  /// @param turn of the run, for a plan that turns out to be large
  /// @param objectsMax of how many objects the planned archives may consist together; with
  ///   [BackupTerms#objectsMax] a single one always fits
  public PlanProof(LargePlans.Turn turn, int objectsMax, ProofProgress progress) {
    this.turn = turn;
    this.objectsMax = objectsMax;
    this.progress = progress;
  }

  /// What was in the way; nothing if the proof has not failed for want of room.
  public Optional<Obstacle> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  int objectsMax() {
    return objectsMax;
  }

  ProofProgress progress() {
    return progress;
  }

  void tooLarge(Collection<ArchiveName> fit, ArchiveName next) {
    obstacle = new Obstacle.TooLarge(Set.copyOf(fit), next);
  }

  /// Whether the planned archives may consist of so many objects now.
  boolean isItsTurn(int objects) {
    boolean enough = turn.suffices(objects);
    if (!enough) {
      obstacle = new Obstacle.NotItsTurn();
    }
    return enough;
  }
}
