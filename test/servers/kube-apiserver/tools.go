//go:build tools

// Package tools names what go.mod is for: the API server of Kubernetes, built as it is.
package tools

import _ "k8s.io/kubernetes/cmd/kube-apiserver"
