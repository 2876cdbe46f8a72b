package io.atomstreams.model.engine.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive as {@code torch.jit.save} writes it: a zip with the code of a class, its
 * attributes pickled (protocol 2), and each tensor's values as a file of its own.
 */
final class TorchScriptFile {

  private record Tensor(float[] values, long[] shape) {}

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** An attribute of the class, row-major. */
  TorchScriptFile tensor(String name, float[] values, long... shape) {
    tensors.put(name, new Tensor(values, shape));
    return this;
  }

  /**
   * @param arguments the arguments of {@code forward} behind {@code self}
   * @param result its type
   * @param statements the lines of {@code forward}
   */
  void write(String arguments, String result, List<String> statements, Path directory) {
    try {
      Files.createDirectories(directory);
      try (ZipOutputStream zip =
          new ZipOutputStream(Files.newOutputStream(directory.resolve(PyTorchEngine.MODEL_FILE)))) {
        zip.setMethod(ZipOutputStream.STORED);
        put(zip, "data.pkl", attributes());
        put(zip, "code/__torch__.py", text(code(arguments, result, statements)));
        int key = 0;
        for (Tensor tensor : tensors.values()) {
          put(zip, "data/" + key++, bytes(tensor.values()));
        }
        put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        put(zip, "version", text("3\n"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry("model/" + name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setTime(0);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private String code(String arguments, String result, List<String> statements) {
    List<String> lines = new ArrayList<>();
    lines.add("class Network(Module):");
    lines.add("  __parameters__ = []");
    lines.add("  __buffers__ = []");
    tensors.keySet().forEach(name -> lines.add("  " + name + " : Tensor"));
    lines.add("  training : bool");
    lines.add("  def forward(self: __torch__.Network,");
    lines.add("    " + arguments + ") -> " + result + ":");
    statements.forEach(statement -> lines.add("    " + statement));
    return String.join("\n", lines) + "\n";
  }

  private byte[] attributes() throws IOException {
    Pickle pickle = new Pickle();
    pickle.raw(0x80, 2).global("__torch__", "Network").raw(')', 0x81, '}', '(');
    int key = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      pickle.text(entry.getKey());
      tensor(pickle, key++, entry.getValue());
    }
    pickle.text("training").raw(0x89);
    return pickle.raw('u', 'b', '.').bytes();
  }

  /** {@code torch._utils._rebuild_tensor_v2(storage, offset, size, stride, gradient, hooks)}. */
  private static void tensor(Pickle pickle, int key, Tensor tensor) throws IOException {
    pickle.global("torch._utils", "_rebuild_tensor_v2").raw('(');
    pickle.raw('(').text("storage").global("torch", "FloatStorage");
    pickle.text(Integer.toString(key)).text("cpu").number(tensor.values().length).raw('t', 'Q');
    pickle.number(0).raw('(');
    for (long length : tensor.shape()) {
      pickle.number((int) length);
    }
    pickle.raw('t', '(');
    long stride = tensor.values().length;
    for (long length : tensor.shape()) {
      stride /= length;
      pickle.number((int) stride);
    }
    pickle.raw('t', 0x89).global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The few instructions of Python's pickle that are needed. */
  private static final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle raw(int... instructions) {
      for (int instruction : instructions) {
        out.write(instruction);
      }
      return this;
    }

    Pickle global(String module, String name) throws IOException {
      out.write('c');
      out.write(TorchScriptFile.text(module + "\n" + name + "\n"));
      return this;
    }

    Pickle text(String text) throws IOException {
      byte[] bytes = TorchScriptFile.text(text);
      out.write('X');
      out.write(littleEndian(bytes.length));
      out.write(bytes);
      return this;
    }

    Pickle number(int number) throws IOException {
      out.write('J');
      out.write(littleEndian(number));
      return this;
    }

    private static byte[] littleEndian(int number) {
      return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
