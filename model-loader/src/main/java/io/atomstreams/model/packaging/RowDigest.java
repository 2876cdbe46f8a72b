package io.atomstreams.model.packaging;

import io.atomstreams.model.training.Examples;
import io.atomstreams.model.training.TrainingSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of rows, bit for bit: their names, values, times and labels, in their order. */
final class RowDigest {

  private RowDigest() {}

  static String of(TrainingSet set) {
    MessageDigest digest = sha256();
    digest.update(String.join("\n", set.features()).getBytes(StandardCharsets.UTF_8));
    ByteBuffer row =
        ByteBuffer.allocate(set.featureCount() * Float.BYTES + Long.BYTES + Byte.BYTES);

    for (int i = 0; i < set.rowCount(); i++) {
      row.clear();
      for (int column = 0; column < set.featureCount(); column++) {
        row.putFloat(set.value(i, column));
      }
      digest.update(row.putLong(set.timestamp(i)).put((byte) (set.label(i) ? 1 : 0)).flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(Examples set) {
    MessageDigest digest = sha256();
    digest.update(String.join("\n", set.features()).getBytes(StandardCharsets.UTF_8));
    float[] rows = set.rows();
    float[] targets = set.targets();
    ByteBuffer bytes =
        ByteBuffer.allocate(
            (rows.length + targets.length) * Float.BYTES + set.count() * Long.BYTES);
    for (float value : rows) {
      bytes.putFloat(value);
    }
    for (float value : targets) {
      bytes.putFloat(value);
    }
    for (int row = 0; row < set.count(); row++) {
      bytes.putLong(set.timestamp(row));
    }
    digest.update(bytes.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
