import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the total of a JaCoCo report as one line: {@code Coverage: lines 91.2 % (8,012 of 8,785),
 * branches 84.0 % (2,100 of 2,500)}. Argument: the report as CSV. Says nothing when there is none.
 */
class Coverage {
  public static void main(String[] args) throws IOException {
    Path report = Path.of(args[0]);
    if (!Files.exists(report)) {
      return;
    }
    List<String> lines = Files.readAllLines(report);
    List<String> columns = List.of(lines.get(0).split(","));
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",")).toList();
    System.out.println(
        "Coverage: lines %s, branches %s"
            .formatted(share(columns, rows, "LINE"), share(columns, rows, "BRANCH")));
  }

  private static String share(List<String> columns, List<String[]> rows, String counter) {
    long covered = sum(rows, columns.indexOf(counter + "_COVERED"));
    long all = covered + sum(rows, columns.indexOf(counter + "_MISSED"));
    return "%.1f %% (%,d of %,d)"
        .formatted(all == 0 ? 100.0 : 100.0 * covered / all, covered, all);
  }

  private static long sum(List<String[]> rows, int column) {
    return rows.stream().mapToLong(row -> Long.parseLong(row[column])).sum();
  }
}
