package io.atomstreams.pipelines.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RecordWriter} and {@link RecordReader}. */
class RecordFileTest {

  private static final TypeSerializer<String> TEXTS = StringSerializer.INSTANCE;

  @TempDir Path directory;

  private final List<String> texts = new ArrayList<>();
  private final List<Long> begins = new ArrayList<>();

  /** Texts of all lengths, some longer than any buffer. */
  private Path write() throws Exception {
    Random random = new Random(1);
    Path file = directory.resolve("texts");
    try (RecordWriter<String> writer = new RecordWriter<>(file, TEXTS)) {
      for (int i = 0; i < 500; i++) {
        texts.add(i + "x".repeat(random.nextInt(i % 100 == 7 ? 200_000 : 3_000)));
        begins.add(writer.write(texts.get(i)));
      }
    }
    return file;
  }

  @Test
  void readsInOrderAndOnFromAnywhere() throws Exception {
    Path file = write();
    for (int from : new int[] {0, 1, 250, 499, 500}) {
      long begin = from < 500 ? begins.get(from) : Files.size(file);
      List<String> read = new ArrayList<>();
      try (RecordReader<String> reader = RecordReader.from(file, TEXTS, begin)) {
        reader.forEachRemaining(read::add);
        assertThat(reader.position()).isEqualTo(Files.size(file));
        assertThatThrownBy(reader::next)
            .isInstanceOf(NoSuchElementException.class)
            .hasMessageContaining("texts ends at");
      }
      assertThat(read).isEqualTo(texts.subList(from, 500));
    }
  }

  @Test
  void findsEachRecordByWhereItBegins() throws Exception {
    Path file = write();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(2));
    try (RecordReader<String> reader = RecordReader.anywhere(file, TEXTS)) {
      for (int i : order) {
        assertThat(reader.read(begins.get(i))).isEqualTo(texts.get(i));
      }
    }
  }

  @Test
  void saysWhereAFileIsCut() throws Exception {
    Path file = write();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    try (RecordReader<String> reader = RecordReader.from(file, TEXTS, begins.get(499))) {
      assertThatThrownBy(reader::next).hasMessageContaining("cannot be read at " + begins.get(499));
    }
  }
}
