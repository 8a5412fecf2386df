// Package main is the receiver for Fluentd's forward protocol that is in the OpenTelemetry Collector, with a file behind it.
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/open-telemetry/opentelemetry-collector-contrib/receiver/fluentforwardreceiver"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

// Writes a line with time and fields for each event: fluentforward ADDRESS FILE.
func main() {
	file, err := os.OpenFile(os.Args[2], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	check(err)
	sink, err := consumer.NewLogs(func(_ context.Context, logs plog.Logs) error {
		return write(json.NewEncoder(file), logs)
	})
	check(err)
	factory := fluentforwardreceiver.NewFactory()
	config := factory.CreateDefaultConfig().(*fluentforwardreceiver.Config)
	config.ListenAddress = os.Args[1]
	receiver, err := factory.CreateLogs(context.Background(), receivertest.NewNopSettings(factory.Type()), config, sink)
	check(err)
	check(receiver.Start(context.Background(), componenttest.NewNopHost()))
	select {}
}

func write(lines *json.Encoder, logs plog.Logs) error {
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				fields := map[string]any{"time": record.Timestamp().AsTime(), "fields": record.Attributes().AsRaw()}
				if err := lines.Encode(fields); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
