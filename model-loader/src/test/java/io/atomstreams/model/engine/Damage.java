package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Model files cut off and with wrong bits: each is refused with a reason, or serves numbers. */
public final class Damage {

  private static final ModelRef REF = new ModelRef("damaged", 1);

  private final ModelEngine engine;
  private final ModelSignature signature;
  private final Path file;
  private final byte[] whole;
  private int refused;
  private int served;

  public Damage(ModelEngine engine, ModelSignature signature, Path file) throws IOException {
    this.engine = engine;
    this.signature = signature;
    this.file = file;
    this.whole = Files.readAllBytes(file);
  }

  /** Every cut of the first and last 200 bytes and {@code cuts} between must be refused. */
  public void requireCutsRefused(int cuts) throws IOException {
    int step = Math.max(1, whole.length / cuts);
    for (int end = 0; end < whole.length; end++) {
      if (end < 200 || end % step == 0 || end > whole.length - 200) {
        assertThat(opens(Arrays.copyOf(whole, end)))
            .as("cut off after %d of %d bytes", end, whole.length)
            .isFalse();
      }
    }
  }

  /** Flips one bit at a time, at {@code flips} places, and scores what still opens. */
  public Damage flipBits(int flips, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < flips; i++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      count(bytes);
    }
    return this;
  }

  /** Puts a digit in the place of another, at {@code changes} places: most parse. */
  public Damage changeDigits(int changes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < changes; i++) {
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      while (bytes[at] < '0' || bytes[at] > '9') {
        at = (at + 1) % bytes.length;
      }
      bytes[at] = (byte) ('0' + random.nextInt(10));
      count(bytes);
    }
    return this;
  }

  private void count(byte[] bytes) throws IOException {
    if (opens(bytes)) {
      served++;
    } else {
      refused++;
    }
  }

  public int refused() {
    return refused;
  }

  public int served() {
    return served;
  }

  private boolean opens(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    int rows = 40;
    float[] batch = ShopRows.of(signature.featureCount(), rows, 3).rows();
    try (Model model = engine.open(REF, signature, file.getParent())) {
      model.score(batch, rows, new float[rows * signature.outputWidth()]);
      model
          .attribution()
          .ifPresent(
              attribution ->
                  attribution.attribute(
                      batch, rows, new double[rows * (signature.featureCount() + 1)]));
      return true;
    } catch (ModelException e) {
      assertThat(e).hasMessageContaining("model damaged@1: ");
      return false;
    }
  }
}
