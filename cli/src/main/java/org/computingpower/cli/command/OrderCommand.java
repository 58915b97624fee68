package org.computingpower.cli.command;

import picocli.CommandLine.Command;

/** Orders of users. */
@Command(
        name = "order",
        description = "Orders: quote, sign, fund, follow, cancel.",
        subcommands = {
            OrderQuote.class,
            OrderSign.class,
            OrderFund.class,
            OrderStatus.class,
            OrderList.class,
            OrderCancel.class
        })
public final class OrderCommand {
    private OrderCommand() {}
}
