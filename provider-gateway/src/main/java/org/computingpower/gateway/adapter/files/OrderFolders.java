package org.computingpower.gateway.adapter.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.terms.OrderId;

/** Folders named by order ids. Only well-formed ids ever become a path. */
final class OrderFolders {
    private OrderFolders() {}

    static Path of(Path root, OrderId orderId) {
        return root.resolve(orderId.toString());
    }

    static Set<OrderId> present(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("0x[0-9a-f]{64}"))
                    .map(OrderId::parse)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root, e);
        }
    }
}
