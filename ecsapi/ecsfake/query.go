package ecsfake

import (
	"encoding/xml"
	"net/url"
	"strconv"
)

// elbNamespace is the namespace of the answers of Elastic Load Balancing v2.
const elbNamespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"

// maxElbPage is the largest PageSize, and the default here; the real default is
// not documented.
const maxElbPage = 400

// A form is the input of an operation in the Query protocol.
type form struct{ url.Values }

// list returns the elements of a list: NAME.member.1, NAME.member.2 and so on.
func (f form) list(name string) []string {
	var all []string
	for i := 1; ; i++ {
		values, ok := f.Values[name+".member."+strconv.Itoa(i)]
		if !ok || len(values) == 0 {
			return all
		}
		all = append(all, values[0])
	}
}

// paging reads PageSize and Marker.
func (f form) paging() (paging, error) {
	p := paging{NextToken: f.Get("Marker")}
	if size := f.Get("PageSize"); size != "" {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 || n > maxElbPage {
			return p, validation("'%s' is not a page size from 1 to %d", size, maxElbPage)
		}
		p.MaxResults = &n
	}
	return p, nil
}

func queried[Out any](do func(*Server, form) (Out, error)) operation {
	return func(s *Server, body []byte) (any, error) {
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, validation("%v", err)
		}
		return do(s, form{values})
	}
}

// members is a list as the Query protocol answers it: each element is a <member>,
// and a list without elements is there all the same.
type members[T any] []T

// MarshalXML writes the list.
func (m members[T]) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	for _, item := range m {
		if err := e.EncodeElement(item, xml.StartElement{Name: xml.Name{Local: "member"}}); err != nil {
			return err
		}
	}
	return e.EncodeToken(start.End())
}

// nextMarker is what the paged operations have in common in their answer.
type nextMarker struct {
	NextMarker string `xml:",omitempty"`
	scope      string
}

// repeat has the answer carry the marker that the request came with.
func (n *nextMarker) repeat(request []byte) {
	values, _ := url.ParseQuery(string(request)) // It was read once already.
	if marker := values.Get("Marker"); marker != "" {
		n.NextMarker = marker
	}
	if n.NextMarker == "" {
		n.NextMarker = token(n.scope, 0)
	}
}

type requestMetadata struct{ RequestId string } //nolint:revive // The name on the wire.

// answerXML puts a result into the two wrappers without which no client reads it.
func answerXML(c call, result any) ([]byte, error) {
	return xml.Marshal(struct {
		XMLName  xml.Name
		Result   named
		Metadata requestMetadata `xml:"ResponseMetadata"`
	}{
		xml.Name{Space: elbNamespace, Local: c.operation + "Response"},
		named{c.operation + "Result", result},
		requestMetadata{c.id},
	})
}

// named is a value under a name that is known only when it is written.
type named struct {
	name  string
	value any
}

// MarshalXML writes the value under its name.
func (n named) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	return e.EncodeElement(n.value, xml.StartElement{Name: xml.Name{Local: n.name}})
}

func refusalXML(c call, e *exception) []byte {
	type fault struct{ Type, Code, Message string }
	kind := "Sender"
	if e.status() >= 500 {
		kind = "Receiver"
	}
	body, _ := xml.Marshal(struct { // Strings can always be written.
		XMLName   xml.Name
		Error     fault
		RequestId string //nolint:revive // The name on the wire.
	}{xml.Name{Space: elbNamespace, Local: "ErrorResponse"}, fault{kind, e.Type, e.Message}, c.id})
	return body
}
