package org.computingpower.gateway.application.orders;

import java.nio.file.Path;
import java.util.Set;
import org.computingpower.terms.OrderId;

/** The files of an order on this node. */
public interface OrderData {
    /** The folder that containers see read-only as {@code /data}; made if absent. */
    Path folder(OrderId orderId);

    /** A folder for files of ConfigMaps and Secrets; made if absent. */
    Path configFolder(OrderId orderId);

    /** Puts opened data under its number; the containers see {@code /data/in/<seq>} appear at once as a whole. */
    void deliver(OrderId orderId, long seq, byte[] plaintext);

    /** Sum of what was delivered, bytes. */
    long deliveredBytes(OrderId orderId);

    /** Orders that have files. */
    Set<OrderId> present();

    /** Removes everything. */
    void remove(OrderId orderId);
}
