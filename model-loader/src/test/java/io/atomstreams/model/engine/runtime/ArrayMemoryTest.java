package io.atomstreams.model.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayMemoryTest {

  private static final ModelSignature SIGNATURE =
      new ModelSignature(
          List.of(
              TensorSpec.floatRows("amounts", 2),
              new TensorSpec("ids", ElementType.INT64, List.of(-1L)),
              new TensorSpec("steps", ElementType.INT32, List.of(-1L, 2L, 1L)),
              new TensorSpec("exact", ElementType.FLOAT64, List.of(-1L))),
          List.of(TensorSpec.floatPerRow("y")),
          List.of("a", "b", "id", "s0", "s1", "e"),
          new Score("y", 0, Kind.VALUE));

  private static final float[] BATCH = {
    1, 2, 3.9f, 4, -5.9f, 6, //
    7, 8, Float.NaN, 1e30f, -1e30f, 0.1f
  };

  private static ArrayColumns input(int at) {
    return ArrayColumns.ofInputs(SIGNATURE).get(at);
  }

  private static ByteBuffer bytes(ArrayColumns columns, int rows) {
    return ByteBuffer.allocateDirect((int) columns.bytes(rows)).order(ByteOrder.nativeOrder());
  }

  @Test
  void knowsColumnsShapesAndSizes() {
    assertThat(ArrayColumns.ofInputs(SIGNATURE))
        .extracting(ArrayColumns::first)
        .containsExactly(0, 2, 3, 5);
    assertThat(input(2).shape(7)).containsExactly(7, 2, 1);
    assertThat(input(2).bytes(7)).isEqualTo(7 * 2 * 4);
    assertThat(input(3).bytes(7)).isEqualTo(7 * 8);
  }

  @Test
  void takesItsOwnColumnsOfEachRow() {
    ByteBuffer bytes = bytes(input(0), 2);

    ArrayMemory.of(input(0), bytes).fill(BATCH, 2);

    assertThat(new float[] {bytes.getFloat(0), bytes.getFloat(4)}).containsExactly(1, 2);
    assertThat(new float[] {bytes.getFloat(8), bytes.getFloat(12)}).containsExactly(7, 8);
  }

  @Test
  void cutsOffFractionsAndTakesAMissingValueAsZeroAndTooLargeOnesAsTheLargest() {
    ByteBuffer ids = bytes(input(1), 2);
    ByteBuffer steps = bytes(input(2), 2);

    ArrayMemory.of(input(1), ids).fill(BATCH, 2);
    ArrayMemory.of(input(2), steps).fill(BATCH, 2);

    assertThat(new long[] {ids.getLong(0), ids.getLong(8)}).containsExactly(3, 0);
    assertThat(new int[] {steps.getInt(0), steps.getInt(4), steps.getInt(8), steps.getInt(12)})
        .containsExactly(4, -5, Integer.MAX_VALUE, Integer.MIN_VALUE);
  }

  @Test
  void leavesNothingOfALargerBatchBehind() {
    for (int at = 0; at < 4; at++) {
      ByteBuffer bytes = bytes(input(at), 2);
      ArrayMemory memory = ArrayMemory.of(input(at), bytes);
      memory.fill(new float[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, 2);

      memory.fill(BATCH, 1);

      for (int i = (int) input(at).bytes(1); i < bytes.capacity(); i++) {
        assertThat(bytes.get(i)).as("byte %d of input %d", i, at).isZero();
      }
    }
  }

  @Test
  void readsBackWhatItTook() {
    float[] result = new float[BATCH.length];
    for (int at = 0; at < 4; at++) {
      ArrayMemory memory = ArrayMemory.of(input(at), bytes(input(at), 2));
      memory.fill(BATCH, 2);
      memory.read(2, result);
    }

    assertThat(result)
        .containsExactly(1, 2, 3, 4, -5, 6, 7, 8, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0.1f);
  }

  @Test
  void worksFromAnyRowOn() {
    float[] result = new float[BATCH.length];
    ArrayMemory memory = ArrayMemory.of(input(0), bytes(input(0), 1));

    memory.fill(BATCH, 1, 1);
    memory.read(1, 1, result);

    assertThat(result).containsExactly(0, 0, 0, 0, 0, 0, 7, 8, 0, 0, 0, 0);
  }
}
