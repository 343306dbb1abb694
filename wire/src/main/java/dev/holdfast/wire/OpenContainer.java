package dev.holdfast.wire;

import dev.holdfast.wire.WireException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An array or map that still waits for values. Its room grows with what arrives, never with what
/// its header claims.
sealed interface OpenContainer {

  /// Takes the next value inside; the finished container if it was the last one.
  @Nullable Value accept(Value inner, long offset) throws WireException;

  /// Whether the next value names an entry.
  boolean wantsKey();

  /// The container, if nothing is missing.
  @Nullable Value ifComplete();

  /// An array under construction.
  final class OpenSeq implements OpenContainer {
    private static final int FEW = 64;

    private final int count;
    private List<Value> items = List.of();

    OpenSeq(int count) {
      this.count = count;
    }

    @Override
    public @Nullable Value accept(Value inner, long offset) {
      if (items.isEmpty()) {
        items = count > FEW && EqualRaws.mayHold(inner) ? new EqualRaws() : new ArrayList<>(4);
      }
      if (items instanceof EqualRaws raws && inner instanceof Raw raw && EqualRaws.mayHold(raw)) {
        raws.append(raw);
      } else {
        items = items instanceof EqualRaws ? new ArrayList<>(items) : items;
        items.add(inner);
      }
      return ifComplete();
    }

    @Override
    public boolean wantsKey() {
      return false;
    }

    @Override
    public @Nullable Value ifComplete() {
      return items.size() == count ? new Value.Seq(items) : null;
    }
  }

  /// A map under construction.
  final class OpenMap implements OpenContainer {
    private final int count;
    private final SequencedMap<Raw, Value> entries = new LinkedHashMap<>(8);
    private @Nullable Raw key;

    OpenMap(int count) {
      this.count = count;
    }

    @Override
    public @Nullable Value accept(Value inner, long offset) throws WireException {
      if (key == null) {
        if (!(inner instanceof Raw name)) {
          throw new WireException(Reason.KEY_NOT_RAW, offset, "a map key that is no byte string");
        }
        key = name;
        return null;
      }
      if (entries.putIfAbsent(key, inner) != null) {
        throw new WireException(Reason.DUPLICATE_KEY, offset, "the key " + key + " twice");
      }
      key = null;
      return ifComplete();
    }

    @Override
    public boolean wantsKey() {
      return key == null;
    }

    @Override
    public @Nullable Value ifComplete() {
      return entries.size() == count ? new Value.Map(Entries.takeOver(entries)) : null;
    }
  }
}
