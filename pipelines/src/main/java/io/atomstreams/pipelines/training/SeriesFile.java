package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.atomstreams.model.training.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Series in a CSV file with the columns {@code series}, {@code time} (an instant such as {@code
 * 2011-07-07T00:00:00Z}, or a date, which is that day's beginning in UTC) and {@code value} (empty
 * where it is missing); the steps of a series stand in the order of time.
 */
public final class SeriesFile {

  private static final List<String> COLUMNS = List.of("series", "time", "value");
  private static final CsvMapper CSV = CsvMapper.builder().build();

  private SeriesFile() {}

  private static final class Steps {
    private final List<Long> times = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
  }

  /**
   * Reads all series.
   *
   * @throws IllegalArgumentException naming file and line of what cannot be read
   */
  public static List<Series> read(Path file) throws IOException {
    Map<String, Steps> found = new LinkedHashMap<>();
    try (MappingIterator<Map<String, String>> lines =
        CSV.readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(Files.newBufferedReader(file))) {
      int number = 1;
      while (lines.hasNext()) {
        number++;
        Map<String, String> line = lines.next();
        if (!line.keySet().containsAll(COLUMNS)) {
          throw new IllegalArgumentException(
              "%s line %d: has the columns %s, must have %s"
                  .formatted(file, number, line.keySet(), COLUMNS));
        }
        Steps steps = found.computeIfAbsent(line.get("series"), id -> new Steps());
        try {
          steps.times.add(time(line.get("time")).toEpochMilli());
          steps.values.add(
              line.get("value").isBlank() ? Float.NaN : Float.parseFloat(line.get("value")));
        } catch (DateTimeParseException | NumberFormatException e) {
          throw new IllegalArgumentException(
              "%s line %d: %s is no time with a value".formatted(file, number, line), e);
        }
      }
    }
    List<Series> series = new ArrayList<>();
    found.forEach((id, steps) -> series.add(series(id, steps)));
    return series;
  }

  /** An instant, or the beginning of a date in UTC. */
  public static Instant time(String text) {
    return text.indexOf('T') >= 0
        ? Instant.parse(text)
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Series series(String id, Steps steps) {
    float[] values = new float[steps.values.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps.values.get(i);
    }
    return new Series(id, steps.times.stream().mapToLong(Long::longValue).toArray(), values);
  }
}
