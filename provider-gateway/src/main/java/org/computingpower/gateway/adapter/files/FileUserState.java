package org.computingpower.gateway.adapter.files;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.computingpower.gateway.application.user.UserState;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;

/** One folder per order with two files: {@code grants} (a nonce per line) and {@code sequence}. */
@Singleton
public class FileUserState implements UserState {
    /** 67 bytes a line: 10000 grants are 670 KB. */
    private static final int MAX_GRANTS = 10_000;

    private final Path root;

    /** Opens or makes the folder. */
    public FileUserState(GatewayConfig config) {
        this.root = DurableFiles.folder(DurableFiles.folder(config.dataDir()).resolve("orders"));
    }

    @Override
    public synchronized boolean useGrant(OrderId orderId, Bytes32 nonce) {
        Path file = folder(orderId).resolve("grants");
        String used = DurableFiles.read(file)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElse("");
        if (used.lines().count() >= MAX_GRANTS || used.lines().anyMatch(nonce.toString()::equals)) {
            return false;
        }
        DurableFiles.append(file, (nonce + "\n").getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    @Override
    public long lastSequence(OrderId orderId) {
        Path file = OrderFolders.of(root, orderId).resolve("sequence");
        return DurableFiles.read(file)
                .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.US_ASCII).strip()))
                .orElse(0L);
    }

    @Override
    public void setLastSequence(OrderId orderId, long seq) {
        DurableFiles.write(
                folder(orderId).resolve("sequence"), Long.toString(seq).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Set<OrderId> present() {
        return OrderFolders.present(root);
    }

    @Override
    public void forget(OrderId orderId) {
        DurableFiles.removeTree(OrderFolders.of(root, orderId));
    }

    private Path folder(OrderId orderId) {
        Path folder = OrderFolders.of(root, orderId);
        return Files.isDirectory(folder) ? folder : DurableFiles.folder(folder);
    }
}
