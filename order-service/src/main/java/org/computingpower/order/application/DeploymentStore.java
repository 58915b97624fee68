package org.computingpower.order.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.order.domain.Deployment;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.DeploymentStatus;

/** What users want to run. Writers hold the order's lock. */
public interface DeploymentStore {
    /** The newest generation of an order with the last report. */
    Uni<Optional<Deployment>> find(SqlClient client, OrderId orderId);

    /** The same for several orders; orders without a deployment are left out. */
    Uni<Map<OrderId, Deployment>> find(SqlClient client, List<OrderId> orderIds);

    /** Writes a new generation. */
    Uni<Void> insert(SqlClient transaction, Deployment deployment);

    /** Writes the last report. */
    Uni<Void> report(SqlClient transaction, DeploymentStatus status, String detail, Signature signature);
}
