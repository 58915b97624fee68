package org.computingpower.cli.session;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for people: columns as wide as their widest cell, two spaces between them. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with a head. */
    public static Table of(String... head) {
        Table table = new Table();
        return table.row(head);
    }

    /** Name and value per line. */
    public static Table facts() {
        return new Table();
    }

    private Table() {}

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .filter(row -> row.size() > column)
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            String line = IntStream.range(0, row.size())
                    .mapToObj(column -> row.get(column)
                            + " ".repeat(widths[column] - row.get(column).length()))
                    .collect(Collectors.joining("  "));
            out.println(line.stripTrailing());
        }
    }
}
