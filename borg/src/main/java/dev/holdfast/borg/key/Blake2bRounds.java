package dev.holdfast.borg.key;

/// The rounds of BLAKE2b (RFC 7693), written out: where a table says which word of the message
/// comes when, its look-ups take a third of the time. Two rounds are as much as the JIT compiler
/// does well in one piece; each step is two of the RFC's, an addition and a rotation each.
final class Blake2bRounds {
  private Blake2bRounds() {}

  /// All twelve.
  ///
  /// @param v 16 words of state, which change
  /// @param m 16 words of message
  static void mix(long[] v, long[] m) {
    rounds0and1(v, m);
    rounds2and3(v, m);
    rounds4and5(v, m);
    rounds6and7(v, m);
    rounds8and9(v, m);
    // The order of the words begins anew.
    rounds0and1(v, m);
  }

  @SuppressWarnings("AssignmentExpression")
  private static void rounds0and1(long[] v, long[] m) {
    long v0 = v[0], v1 = v[1], v2 = v[2], v3 = v[3];
    long v4 = v[4], v5 = v[5], v6 = v[6], v7 = v[7];
    long v8 = v[8], v9 = v[9], v10 = v[10], v11 = v[11];
    long v12 = v[12], v13 = v[13], v14 = v[14], v15 = v[15];
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[0]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[2]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[4]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[6]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[1]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[3]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[5]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[7]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[8]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[10]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[12]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[14]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[9]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[11]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[13]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[15]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[14]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[4]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[9]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[13]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[10]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[8]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[15]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[6]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[1]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[0]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[11]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[5]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[12]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[2]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[7]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[3]), 16)), 63);
    v[0] = v0;
    v[1] = v1;
    v[2] = v2;
    v[3] = v3;
    v[4] = v4;
    v[5] = v5;
    v[6] = v6;
    v[7] = v7;
    v[8] = v8;
    v[9] = v9;
    v[10] = v10;
    v[11] = v11;
    v[12] = v12;
    v[13] = v13;
    v[14] = v14;
    v[15] = v15;
  }

  @SuppressWarnings("AssignmentExpression")
  private static void rounds2and3(long[] v, long[] m) {
    long v0 = v[0], v1 = v[1], v2 = v[2], v3 = v[3];
    long v4 = v[4], v5 = v[5], v6 = v[6], v7 = v[7];
    long v8 = v[8], v9 = v[9], v10 = v[10], v11 = v[11];
    long v12 = v[12], v13 = v[13], v14 = v[14], v15 = v[15];
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[11]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[12]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[5]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[15]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[8]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[0]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[2]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[13]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[10]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[3]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[7]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[9]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[14]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[6]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[1]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[4]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[7]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[3]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[13]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[11]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[9]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[1]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[12]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[14]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[2]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[5]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[4]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[15]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[6]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[10]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[0]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[8]), 16)), 63);
    v[0] = v0;
    v[1] = v1;
    v[2] = v2;
    v[3] = v3;
    v[4] = v4;
    v[5] = v5;
    v[6] = v6;
    v[7] = v7;
    v[8] = v8;
    v[9] = v9;
    v[10] = v10;
    v[11] = v11;
    v[12] = v12;
    v[13] = v13;
    v[14] = v14;
    v[15] = v15;
  }

  @SuppressWarnings("AssignmentExpression")
  private static void rounds4and5(long[] v, long[] m) {
    long v0 = v[0], v1 = v[1], v2 = v[2], v3 = v[3];
    long v4 = v[4], v5 = v[5], v6 = v[6], v7 = v[7];
    long v8 = v[8], v9 = v[9], v10 = v[10], v11 = v[11];
    long v12 = v[12], v13 = v[13], v14 = v[14], v15 = v[15];
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[9]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[5]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[2]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[10]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[0]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[7]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[4]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[15]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[14]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[11]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[6]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[3]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[1]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[12]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[8]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[13]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[2]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[6]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[0]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[8]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[12]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[10]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[11]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[3]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[4]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[7]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[15]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[1]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[13]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[5]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[14]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[9]), 16)), 63);
    v[0] = v0;
    v[1] = v1;
    v[2] = v2;
    v[3] = v3;
    v[4] = v4;
    v[5] = v5;
    v[6] = v6;
    v[7] = v7;
    v[8] = v8;
    v[9] = v9;
    v[10] = v10;
    v[11] = v11;
    v[12] = v12;
    v[13] = v13;
    v[14] = v14;
    v[15] = v15;
  }

  @SuppressWarnings("AssignmentExpression")
  private static void rounds6and7(long[] v, long[] m) {
    long v0 = v[0], v1 = v[1], v2 = v[2], v3 = v[3];
    long v4 = v[4], v5 = v[5], v6 = v[6], v7 = v[7];
    long v8 = v[8], v9 = v[9], v10 = v[10], v11 = v[11];
    long v12 = v[12], v13 = v[13], v14 = v[14], v15 = v[15];
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[12]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[1]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[14]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[4]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[5]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[15]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[13]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[10]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[0]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[6]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[9]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[8]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[7]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[3]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[2]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[11]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[13]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[7]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[12]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[3]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[11]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[14]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[1]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[9]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[5]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[15]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[8]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[2]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[0]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[4]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[6]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[10]), 16)), 63);
    v[0] = v0;
    v[1] = v1;
    v[2] = v2;
    v[3] = v3;
    v[4] = v4;
    v[5] = v5;
    v[6] = v6;
    v[7] = v7;
    v[8] = v8;
    v[9] = v9;
    v[10] = v10;
    v[11] = v11;
    v[12] = v12;
    v[13] = v13;
    v[14] = v14;
    v[15] = v15;
  }

  @SuppressWarnings("AssignmentExpression")
  private static void rounds8and9(long[] v, long[] m) {
    long v0 = v[0], v1 = v[1], v2 = v[2], v3 = v[3];
    long v4 = v[4], v5 = v[5], v6 = v[6], v7 = v[7];
    long v8 = v[8], v9 = v[9], v10 = v[10], v11 = v[11];
    long v12 = v[12], v13 = v[13], v14 = v[14], v15 = v[15];
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[6]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[14]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[11]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[0]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[15]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[9]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[3]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[8]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[12]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[13]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[1]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[10]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[2]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[7]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[4]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[5]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[10]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[8]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[7]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[1]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v8 += v12 = Long.rotateRight(v12 ^ (v0 += v4 + m[2]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v9 += v13 = Long.rotateRight(v13 ^ (v1 += v5 + m[4]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v10 += v14 = Long.rotateRight(v14 ^ (v2 += v6 + m[6]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v11 += v15 = Long.rotateRight(v15 ^ (v3 += v7 + m[5]), 16)), 63);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[15]), 32)), 24);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[9]), 32)), 24);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[3]), 32)), 24);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[13]), 32)), 24);
    v5 = Long.rotateRight(v5 ^ (v10 += v15 = Long.rotateRight(v15 ^ (v0 += v5 + m[11]), 16)), 63);
    v6 = Long.rotateRight(v6 ^ (v11 += v12 = Long.rotateRight(v12 ^ (v1 += v6 + m[14]), 16)), 63);
    v7 = Long.rotateRight(v7 ^ (v8 += v13 = Long.rotateRight(v13 ^ (v2 += v7 + m[12]), 16)), 63);
    v4 = Long.rotateRight(v4 ^ (v9 += v14 = Long.rotateRight(v14 ^ (v3 += v4 + m[0]), 16)), 63);
    v[0] = v0;
    v[1] = v1;
    v[2] = v2;
    v[3] = v3;
    v[4] = v4;
    v[5] = v5;
    v[6] = v6;
    v[7] = v7;
    v[8] = v8;
    v[9] = v9;
    v[10] = v10;
    v[11] = v11;
    v[12] = v12;
    v[13] = v13;
    v[14] = v14;
    v[15] = v15;
  }
}
