// ZincSearch without its console, which is not part of its module: what it does with documents, on loopback.
package main

import (
	"os"

	"github.com/gin-gonic/gin"
	"github.com/zincsearch/zincsearch/pkg/core"
	"github.com/zincsearch/zincsearch/pkg/handlers/document"
	"github.com/zincsearch/zincsearch/pkg/handlers/search"
)

func main() {
	defer core.ZINC_INDEX_LIST.Close()
	gin.SetMode(gin.ReleaseMode)
	server := gin.New()
	server.POST("/api/_bulkv2", document.Bulkv2)
	server.POST("/api/:target/_doc", document.CreateUpdate)
	server.PUT("/api/:target/_doc/:id", document.CreateUpdate)
	server.GET("/api/:target/_doc/:id", document.Get)
	server.POST("/es/:target/_search", search.SearchDSL)
	server.GET("/healthz", func(c *gin.Context) {})
	if err := server.Run("127.0.0.1:" + os.Args[1]); err != nil {
		panic(err)
	}
}
