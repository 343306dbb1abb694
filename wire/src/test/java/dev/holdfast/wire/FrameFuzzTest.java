package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/// Seeds are fixed; a failure names the one that broke. `-Dholdfast.fuzz.seed=N` runs only that
/// one.
class FrameFuzzTest {
  private static final int ROUNDS = 3_000;

  @FunctionalInterface
  private interface Round {
    void run(Random random) throws WireException;
  }

  private static void rounds(int count, Round round) {
    Long only = Long.getLong("holdfast.fuzz.seed");
    for (long seed = only == null ? 1 : only; seed <= (only == null ? count : only); seed++) {
      try {
        round.run(new Random(seed));
      } catch (WireException | RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /// All frames until the end or the first fault, in whatever pieces the bytes come.
  private static List<Object> requests(List<byte[]> pieces) {
    RequestParser parser = new RequestParser();
    List<Object> frames = new ArrayList<>();
    try {
      for (byte[] piece : pieces) {
        parser.feed(ByteBuffer.wrap(piece));
        for (var next = parser.next(); next.isPresent(); next = parser.next()) {
          frames.add(next.get());
        }
      }
    } catch (WireException e) {
      frames.add(e.reason() + "@" + e.offset());
    }
    return frames;
  }

  private static List<Object> replies(byte[] bytes) {
    ReplyParser parser = new ReplyParser();
    List<Object> frames = new ArrayList<>();
    try {
      parser.feed(ByteBuffer.wrap(bytes));
      for (var next = parser.next(); next.isPresent(); next = parser.next()) {
        frames.add(next.get());
      }
    } catch (WireException e) {
      frames.add(e.reason() + "@" + e.offset());
    }
    return frames;
  }

  private static byte[] bytes(List<ByteBuffer> parts) {
    return HexFormat.of().parseHex(FrameTest.hex(parts));
  }

  static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> new Value.Nil();
      case 1 -> new Value.Bool(random.nextBoolean());
      case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> raw(random, random.nextInt(10) == 0 ? 70_000 : 40);
      case 4 -> new Value.Real(random.nextDouble());
      case 5 -> {
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new Value.Seq(items);
      }
      default -> {
        SequencedMap<Raw, Value> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
          entries.put(raw(random, 10), value(random, depth - 1));
        }
        yield new Value.Map(entries);
      }
    };
  }

  private static Raw raw(Random random, int sizeMax) {
    byte[] bytes = new byte[random.nextInt(sizeMax)];
    random.nextBytes(bytes);
    return Raw.of(bytes);
  }

  static Request request(Random random) {
    if (random.nextInt(8) == 0) {
      return new Request.Negotiate(random.nextInt(1, 9), BorgVersion.of(1, random.nextInt(9), 0));
    }
    SequencedMap<String, Value> arguments = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      arguments.put("a" + i, value(random, 1));
    }
    return new Request.Call(random.nextLong(1, Long.MAX_VALUE), "m" + random.nextInt(9), arguments);
  }

  private static Reply reply(Random random) {
    long id = random.nextLong(1, Long.MAX_VALUE);
    return switch (random.nextInt(3)) {
      case 0 -> new Reply.Negotiated(id, BorgVersion.of(1, random.nextInt(9), 0));
      case 1 -> new Reply.Result(id, value(random, 2));
      default ->
          new Reply.Failure(
              id,
              "E" + random.nextInt(9),
              List.of(value(random, 1)),
              List.of(raw(random, 99)),
              List.of(raw(random, 99), raw(random, 99)),
              random.nextBoolean(),
              raw(random, 99));
    };
  }

  @Test
  void every_frame_comes_back_as_it_was_written() {
    rounds(
        ROUNDS,
        random -> {
          Request request = request(random);
          assertThat(requests(List.of(bytes(FrameWriter.encode(request)))))
              .containsExactly(request);
          Reply reply = reply(random);
          assertThat(replies(bytes(FrameWriter.encode(reply)))).containsExactly(reply);
        });
  }

  @Test
  void every_value_comes_back_as_it_was_written() {
    WireLimits limits = new WireLimits(9, 100, 1 << 20, 1 << 24, 1 << 26, true);
    rounds(
        ROUNDS,
        random -> {
          Value value = value(random, 3);
          byte[] encoded = MessagePackWriter.toBytes(value);
          assertThat(MessagePackReader.read(encoded, limits)).isEqualTo(value);
        });
  }

  @Test
  void random_bytes_end_in_frames_or_a_wire_exception() {
    rounds(
        20 * ROUNDS,
        random -> {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          requests(List.of(noise));
          replies(noise);
        });
  }

  @Test
  void mutated_frames_end_in_frames_or_a_wire_exception_however_they_are_cut() {
    rounds(
        ROUNDS,
        random -> {
          byte[] bytes = bytes(FrameWriter.encode(request(random)));
          for (int i = random.nextInt(1, 6); i > 0; i--) {
            bytes[random.nextInt(Math.min(bytes.length, 200))] = (byte) random.nextInt();
          }
          List<byte[]> pieces = new ArrayList<>();
          for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + random.nextInt(1, 9_000));
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
          }
          assertThat(requests(pieces)).isEqualTo(requests(List.of(bytes)));
        });
  }

  @Test
  void damaged_replies_and_values_end_in_themselves_or_a_wire_exception() {
    WireLimits limits = new WireLimits(9, 100, 1 << 20, 1 << 24, 1 << 26, true);
    rounds(
        5 * ROUNDS,
        random -> {
          byte[] reply = damaged(bytes(FrameWriter.encode(reply(random))), random);
          replies(reply);
          byte[] value = damaged(MessagePackWriter.toBytes(value(random, 3)), random);
          try {
            Value read = MessagePackReader.read(value, limits);
            assertThat(MessagePackReader.read(MessagePackWriter.toBytes(read), limits))
                .isEqualTo(read);
          } catch (WireException e) {
            assertThat(e.offset()).isBetween(0L, (long) value.length);
          }
        });
  }

  /// Mostly near the start, where the structure is.
  private static byte[] damaged(byte[] bytes, Random random) {
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      bytes[random.nextInt(Math.min(bytes.length, 200))] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  @Test
  void a_frame_cut_short_is_never_a_frame_and_a_split_one_is_the_same() {
    rounds(
        200,
        random -> {
          Request first = request(random);
          Request second = request(random);
          byte[] one = bytes(FrameWriter.encode(first));
          byte[] two = bytes(FrameWriter.encode(second));
          byte[] both = Arrays.copyOf(one, one.length + two.length);
          System.arraycopy(two, 0, both, one.length, two.length);
          int step = Math.max(1, both.length / 100);
          for (int at = 1; at < both.length; at += step) {
            byte[] head = Arrays.copyOf(both, at);
            byte[] tail = Arrays.copyOfRange(both, at, both.length);
            assertThat(requests(List.of(head)))
                .isEqualTo(at < one.length ? List.of() : List.of(first));
            assertThat(requests(List.of(head, tail))).containsExactly(first, second);
          }
        });
  }

  @Test
  void a_stream_that_stops_between_frames_is_at_its_boundary_and_nowhere_else() {
    rounds(
        200,
        random -> {
          byte[] bytes = bytes(FrameWriter.encode(request(random)));
          RequestParser parser = new RequestParser();
          assertThat(parser.atBoundary()).isTrue();
          for (int i = 0; i < bytes.length; i++) {
            parser.feed(ByteBuffer.wrap(bytes, i, 1));
            Optional<Request> next = parser.next();
            assertThat(next.isPresent()).isEqualTo(i == bytes.length - 1);
            assertThat(parser.atBoundary()).isEqualTo(i == bytes.length - 1);
          }
        });
  }
}
