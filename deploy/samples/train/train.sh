#!/bin/busybox sh
# Fits y = slope * x + intercept to the user's sealed data by gradient descent and serves loss and result over HTTP.
# Everything runs on busybox alone: sh, awk and httpd.
PATH=/bin
data=/data/in/1
www=/tmp/www

/bin/busybox mkdir -p "$www"
echo '{"state":"WAITING_FOR_DATA"}' >"$www/result.json"
/bin/busybox httpd -p 8080 -h "$www"

until [ -s "$data" ]; do /bin/busybox sleep 1; done

/bin/busybox awk -F, '
  /^[-0-9.]+,[-0-9.]+$/ { x[++n] = $1; y[n] = $2; if ($1 > top) top = $1 }
  function report(state) {
    printf "{\"state\":\"%s\",\"rows\":%d,\"iteration\":%d,\"loss\":%.6f,\"slope\":%.4f,\"intercept\":%.4f}\n", \
      state, n, iteration, loss, slope / scale, intercept
    fflush()
  }
  END {
    scale = top > 0 ? top : 1
    rate = 0.5
    for (iteration = 1; n > 0 && iteration <= 2000; iteration++) {
      slopeGradient = interceptGradient = loss = 0
      for (i = 1; i <= n; i++) {
        error = slope * x[i] / scale + intercept - y[i]
        slopeGradient += error * x[i] / scale
        interceptGradient += error
        loss += error * error
      }
      loss /= n
      slope -= rate * slopeGradient / n
      intercept -= rate * interceptGradient / n
      if (iteration % 500 == 0) report("TRAINING")
    }
    report("DONE")
  }' "$data" | while read -r line; do
  echo "$line" >"$www/result.json.new"
  /bin/busybox mv "$www/result.json.new" "$www/result.json"
done

# The result stays available until the order ends.
while true; do /bin/busybox sleep 3600; done
