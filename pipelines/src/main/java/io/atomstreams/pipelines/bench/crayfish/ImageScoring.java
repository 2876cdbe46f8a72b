package io.atomstreams.pipelines.bench.crayfish;

import io.atomstreams.model.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Records of images in, records of predictions out, in the same order. An image is decoded as it
 * comes, straight into the row of the batch; a batch is scored when it is full or its oldest image
 * has waited for {@code maxWait}, and before every checkpoint barrier, so that nothing is kept in
 * state.
 *
 * <p>How long decoding, scoring and writing (encoding and the sink behind it) take is added up in
 * the accumulators {@link #DECODE}, {@link #SCORE} and {@link #WRITE}, in ns, after the warm-up;
 * {@link #TIMED} counts the images of these sums.
 */
final class ImageScoring extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<byte[], byte[]>, BoundedOneInput {

  static final String DECODE = "decodeNanos";
  static final String SCORE = "scoreNanos";
  static final String WRITE = "writeNanos";
  static final String TIMED = "timedImages";

  private static final long serialVersionUID = 1;
  private static final Duration MAX_WAIT = Duration.ofMillis(5);

  // Configuration.
  private final NetworkFormat format;
  private final String directory;
  private final int maxRows;
  private final boolean echo;
  private final long warmUp;

  // Runtime.
  private transient Model model;
  private transient ImageDecoder decoder;
  private transient PredictionEncoder encoder;
  private transient float[] rows;
  private transient float[] probabilities;
  private transient long[] ids;
  private transient long[] created;
  private transient byte[][] images;
  private transient int[] places;
  private transient int size;
  private transient ScheduledFuture<?> timer;
  private transient StreamRecord<byte[]> out;
  private transient long seen;
  private transient long decodeNanos;
  private transient LongCounter decoding;
  private transient LongCounter scoring;
  private transient LongCounter writing;
  private transient LongCounter timed;

  /**
   * The only stage of the job.
   *
   * @param directory with the network's file
   * @param maxRows of a batch, at least 2
   * @param echo whether the image is written out again, as the authors' job does
   * @param warmUp images of a subtask that are not timed
   */
  ImageScoring(NetworkFormat format, String directory, int maxRows, boolean echo, long warmUp) {
    this.format = format;
    this.directory = directory;
    this.maxRows = maxRows;
    this.echo = echo;
    this.warmUp = warmUp;
  }

  @Override
  public void open() throws Exception {
    super.open();
    model = format.open(Path.of(directory));
    decoder = new ImageDecoder();
    encoder = new PredictionEncoder();
    rows = new float[maxRows * RandomImages.PIXELS];
    probabilities = new float[maxRows * ImageNetwork.CLASSES];
    ids = new long[maxRows];
    created = new long[maxRows];
    images = new byte[maxRows][];
    places = new int[maxRows];
    out = new StreamRecord<>(null);
    decoding = counter(DECODE);
    scoring = counter(SCORE);
    writing = counter(WRITE);
    timed = counter(TIMED);
  }

  private LongCounter counter(String name) {
    LongCounter counter = new LongCounter();
    getRuntimeContext().addAccumulator(name, counter);
    return counter;
  }

  @Override
  public void processElement(StreamRecord<byte[]> element) {
    long start = System.nanoTime();
    byte[] image = element.getValue();
    decoder.read(image, rows, size * RandomImages.PIXELS);
    ids[size] = decoder.id();
    created[size] = decoder.created();
    if (echo) {
      images[size] = image;
      places[size] = decoder.predictionAt();
    }
    size++;
    decodeNanos += System.nanoTime() - start;
    if (size == maxRows) {
      flush();
    } else if (timer == null) {
      setTimer();
    }
  }

  private void setTimer() {
    long at = getProcessingTimeService().getCurrentProcessingTime() + MAX_WAIT.toMillis();
    timer =
        getProcessingTimeService()
            .registerTimer(
                at,
                fired -> {
                  timer = null;
                  flush();
                });
  }

  private void flush() {
    if (size == 0) {
      return;
    }
    long start = System.nanoTime();
    model.score(rows, size, probabilities);
    long scored = System.nanoTime();
    for (int row = 0; row < size; row++) {
      output.collect(out.replace(record(row)));
    }
    Arrays.fill(images, 0, size, null);
    count(scored - start, System.nanoTime() - scored);
    size = 0;
  }

  private byte[] record(int row) {
    return echo
        ? encoder.whole(images[row], places[row], probabilities, row)
        : encoder.brief(ids[row], created[row], probabilities, row);
  }

  private void count(long scoreNanos, long writeNanos) {
    if (seen >= warmUp) {
      decoding.add(decodeNanos);
      scoring.add(scoreNanos);
      writing.add(writeNanos);
      timed.add((long) size);
    }
    decodeNanos = 0;
    seen += size;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void endInput() {
    flush();
  }

  @Override
  public void close() throws Exception {
    if (model != null) {
      model.close();
    }
    super.close();
  }
}
