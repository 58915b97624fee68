package org.computingpower.gateway.adapter.files;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.orders.OrderData;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.OrderId;

/**
 * Opened data in {@code <root>/<orderId>/data/in/<seq>}, on tmpfs if the machine has one, so that plaintext never reaches
 * a disk. The root is closed to everybody but the owner; containers see only their own folder, read-only.
 */
@Singleton
public class FileOrderData implements OrderData {
    private static final Path TMPFS = Path.of("/dev/shm");

    private final Path root;

    /** Opens or makes the root. */
    public FileOrderData(GatewayConfig config, NodeIdentity identity) {
        this.root = DurableFiles.folder(config.data()
                .directory()
                .orElseGet(() -> Files.isWritable(TMPFS)
                        ? TMPFS.resolve("computing-power-"
                                + identity.nodeId().toString().substring(2, 18))
                        : DurableFiles.folder(config.dataDir()).resolve("order-data")));
    }

    @Override
    public Path folder(OrderId orderId) {
        return visible(OrderFolders.of(root, orderId).resolve("data"));
    }

    @Override
    public Path configFolder(OrderId orderId) {
        return visible(OrderFolders.of(root, orderId).resolve("config"));
    }

    @Override
    public void deliver(OrderId orderId, long seq, byte[] plaintext) {
        try {
            Path folder = visible(folder(orderId).resolve("in"));
            Path beside = folder.resolve("." + seq);
            Files.write(beside, plaintext);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("r--r--r--"));
            Files.move(beside, folder.resolve(Long.toString(seq)), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Only the place is named: an exception of the file system never holds content.
            throw new UncheckedIOException("Cannot deliver data", e);
        }
    }

    @Override
    public long deliveredBytes(OrderId orderId) {
        Path folder = OrderFolders.of(root, orderId).resolve("data").resolve("in");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    @Override
    public Set<OrderId> present() {
        return OrderFolders.present(root);
    }

    @Override
    public void remove(OrderId orderId) {
        DurableFiles.removeTree(OrderFolders.of(root, orderId));
    }

    /** Containers run as any user; what keeps others out is the root above. */
    private static Path visible(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder " + folder, e);
        }
    }
}
