package io.atomstreams.pipelines.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.atomstreams.model.NearestNames;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The rows of a CSV file, one after the other: RFC 4180, UTF-8 (a byte order mark is passed over),
 * one header row, unpacked if the name ends in {@code .gz}. Empty lines are passed over.
 */
public final class CsvRows implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final CsvMapper CSV =
      CsvMapper.csvBuilder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  /**
   * One row.
   *
   * @param line where it starts in the file, from 1
   */
  public record CsvRow(long line, List<String> cells, Map<String, Integer> columns) implements Row {

    @Override
    public String value(String field) {
      Integer column = columns.get(field);
      return column == null || column >= cells.size() ? "" : cells.get(column).strip();
    }

    /** Whether it has a cell for each column. */
    public boolean isComplete() {
      return cells.size() == columns.size();
    }
  }

  private final Path file;
  private final Reader reader;
  private final MappingIterator<List<String>> rows;
  private final JsonParser parser;
  private final Map<String, Integer> columns = new HashMap<>();

  /**
   * Opens the file and reads its header.
   *
   * @param wanted columns that have to be there
   * @throws MappingException if the file cannot be read, or lacks a column
   */
  public CsvRows(Path file, Collection<String> wanted) {
    this.file = file;
    try {
      this.reader = open(file);
      this.rows = CSV.readerForListOf(String.class).readValues(reader);
      this.parser = rows.getParser();
      readHeader(wanted);
    } catch (IOException e) {
      throw broken(0, e);
    }
  }

  /** The next row, or {@code null} at the end. */
  public CsvRow next() {
    // the parser stands right behind the row before
    long line = parser.currentLocation().getLineNr();
    try {
      return rows.hasNextValue() ? new CsvRow(line, rows.nextValue(), columns) : null;
    } catch (IOException | RuntimeException e) {
      throw broken(line, e);
    }
  }

  /** Each column's place, by its name. */
  public Map<String, Integer> columns() {
    return columns;
  }

  @Override
  public void close() {
    try (reader) {
      rows.close();
    } catch (IOException e) {
      throw broken(0, e);
    }
  }

  private void readHeader(Collection<String> wanted) throws IOException {
    List<String> header = rows.hasNextValue() ? rows.nextValue() : List.of();
    for (int i = 0; i < header.size(); i++) {
      String name = i == 0 ? header.get(i).replace("\uFEFF", "") : header.get(i);
      columns.put(name.strip(), i);
    }
    String missing =
        wanted.stream()
            .filter(name -> !columns.containsKey(name))
            .sorted()
            .map(
                name ->
                    NearestNames.nearest(name, columns.keySet())
                        .map(near -> name + " (there is " + near + ")")
                        .orElse(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new MappingException(
          "%s line 1: the header lacks %s; it has %s. Correct the mapping or the header"
              .formatted(file.getFileName(), missing, String.join(", ", header)),
          null);
    }
  }

  private static Reader open(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    InputStream plain =
        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER) : bytes;
    return new BufferedReader(
        new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), BUFFER);
  }

  private MappingException broken(long line, Exception e) {
    boolean encoding = e instanceof CharacterCodingException;
    String where = file.getFileName() + (line > 0 ? " after line " + line : "");
    return new MappingException(
        where
            + (encoding
                ? ": not UTF-8; convert the file, for example with iconv -t UTF-8"
                : ": cannot be read as CSV: " + e.getMessage()),
        e);
  }
}
